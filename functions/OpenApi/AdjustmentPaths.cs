using Plumbline.Adjustments;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class AdjustmentPaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<CreateAdjustment>(new(ApiArea.Management, "Corrects numbers: adds an amount to a measure, takes a fact out of every measure, or reverses an adjustment.")
        {
            Scope = Scope.Manage,
            Description = """
                Facts stay in the ledger as they are; the correction is a fact of its own, with who made it and why. It holds from now on: months that are closed stay
                as they were closed. A void whose target is in adjustments reverses that adjustment; a reversal cannot itself be reversed.
                """,
            Parameters = [Header(CreateAdjustment.KeyHeader, "Names the request, in 1 to 200 printable ASCII characters: made again under the same key, it is made once.")],
            Body = api.Body<AdjustmentRequest>(),
            Answers =
            [
                api.Json<AdjustmentJson>(200, "The request was made before under this key; the adjustment it made."),
                api.Json<AdjustmentJson>(201, "The adjustment."),
                api.Problem(400, "A member is wrong; the detail names it."),
                api.Problem(404, "The tenant has no such target."),
                api.Problem(409, "The target is taken out already or is a reversal, or the key was used for another request."),
                api.Problem(413, "The body is too large."),
            ],
        });

        api.Add<ListAdjustments>(new(ApiArea.Management, "Adjustments, newest first.")
        {
            Scope = Scope.Manage,
            Parameters =
            [
                Query("before", "Only adjustments before this one, by its seq.", Shape.Whole(0)),
                Query("limit", "The most adjustments of a page.", Shape.Whole(1, AdjustmentQuery.Most, AdjustmentQuery.Usual)),
                Query("inForce", "Only those that count, or only those that were reversed.", Shape.OneOf("true", "false")),
                Query("measure", "Only those that add to this measure.", Shape.Text()),
                Query("table", "Only those whose target is in this table.", Shape.OneOf(AdjustmentTarget.Tables)),
            ],
            Answers = [api.Json<AdjustmentsJson>(200, "A page of adjustments."), api.Problem(400, "A parameter is unknown, or cannot be.")],
        });

        api.Add<GetAdjustment>(new(ApiArea.Management, "An adjustment.")
        {
            Scope = Scope.Manage,
            Answers =
            [
                api.Json<AdjustmentJson>(200, "The adjustment."),
                api.Problem(400, "The seq is none."),
                api.Problem(404, "The tenant has no such adjustment."),
            ],
        });
    }
}
