using Microsoft.OpenApi;
using Plumbline.Digest;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class SuppressionPaths
{
    public static void Add(ApiBuilder api)
    {
        IReadOnlyList<IOpenApiParameter> link = [Query("month", "In a link: the month of the digest it stands in.", Shape.Text(Shape.Month)), .. SignedLink()];

        api.Add<UnsubscribePage>(new(ApiArea.Pages, "Asks whoever follows the digest's link whether to unsubscribe; by itself it does nothing.")
        {
            OpensByLink = true,
            Parameters = link,
            Answers = [ApiAnswers.Page("A page with a button."), .. Refusals(api)],
        });

        api.Add<Unsubscribe>(new(ApiArea.Pages, "Unsubscribes the recipient of the link, in one click as RFC 8058 has it; again changes nothing.")
        {
            OpensByLink = true,
            Parameters = link,
            Body = Form(),
            Answers = [ApiAnswers.Page("It is done."), .. Refusals(api)],
        });

        api.Add<ListSuppressions>(new(ApiArea.Management, "Those of the present recipients who are sent no digest.")
        {
            Scope = Scope.Manage,
            Answers = [api.Json<SuppressionsJson>(200, "All of them, by address.")],
        });

        api.Add<LiftSuppression>(new(ApiArea.Management, "Lets a recipient who unsubscribed have the digest again.")
        {
            Scope = Scope.Manage,
            Answers =
            [
                ApiAnswers.Of(204, "It is lifted.", []),
                api.Problem(400, "The recipient is not the 64 hexadecimal digits that the list tells."),
                api.Problem(404, "The recipient is not suppressed."),
            ],
        });
    }

    // Whatever is in it, the link alone decides.
    private static OpenApiRequestBody Form()
    {
        var form = ApiAnswers.Body("List-Unsubscribe=One-Click, which mail clients send.", new ApiForm("application/x-www-form-urlencoded", Shape.Text()));
        form.Required = false;
        return form;
    }

    private static IEnumerable<ApiAnswer> Refusals(ApiBuilder api) =>
    [
        api.Problem(403, "The link is not valid."),
        api.Problem(404, "There is no such tenant, or it never had this recipient."),
    ];
}
