using Plumbline.Quarantines;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class QuarantinePaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<ListQuarantine>(new(ApiArea.Management, "What was received and could not be read, newest first.")
        {
            Scope = Scope.Manage,
            Parameters =
            [
                Query("state", "Only items that wait (open), or that were replayed or dismissed (settled).", Shape.OneOf(ListQuarantine.States)),
                Query("reason", "Only items of this reason.", Shape.OneOf(QuarantineReasons.All)),
                Query("source", "Only items of this source: stripe or gohighlevel.", Shape.Text(longest: 100)),
                .. Page("items"),
            ],
            Answers = [api.Json<QuarantineJson>(200, "A page of items."), api.Problem(400, "A parameter is unknown, or cannot be.")],
        });

        api.Add<InspectQuarantine>(new(ApiArea.Management, "An item, what was done about its delivery, and the delivery's body with every value masked that could be personal.")
        {
            Scope = Scope.Manage,
            Parameters = [Query("reveal", "true: the exact body, which is written to the audit trail.", Shape.OneOf("true", "false"))],
            Answers =
            [
                api.Json<QuarantineInspectionJson>(200, "The item.", new ApiHeader("Cache-Control", "no-store.")),
                api.Problem(400, "reveal is neither true nor false."),
                api.Problem(404, "There is no such item."),
            ],
        });

        api.Add<ReplayQuarantine>(new(ApiArea.Management, "Maps deliveries again with today's settings, and appends what can now be read.")
        {
            Description = "What was appended before is not appended again, however often it is asked for. A page is one transaction.",
            Scope = Scope.Manage,
            Body = api.Body<ReplayRequest>(),
            Answers =
            [
                api.Json<ReplayJson>(200, "What it came to."),
                api.Problem(400, "The body is not what it has to be."),
                api.Problem(404, "An item is not the tenant's; the detail names it, and nothing was done."),
                api.Problem(413, "The body is too large."),
                api.Problem(503, "A secret is missing that reading takes."),
            ],
        });

        api.Add<DismissQuarantine>(new(ApiArea.Management, "Settles items from which nothing is to be read.")
        {
            Scope = Scope.Manage,
            Body = api.Body<DismissRequest>(),
            Answers =
            [
                api.Json<DismissJson>(200, "What it came to."),
                api.Problem(400, "The body is not what it has to be."),
                api.Problem(404, "An item is not the tenant's; the detail names it, and nothing was done."),
                api.Problem(413, "The body is too large."),
            ],
        });

        api.Add<ListFindings>(new(ApiArea.Management, "What the ledger disagrees about with its sources or with itself, newest first.")
        {
            Scope = Scope.Manage,
            Parameters =
            [
                Query("status", "Only findings that stand so.", Shape.OneOf(ListFindings.States)),
                Query("check", "Only findings of this check, such as movement_conflict.", Shape.Text(longest: 100)),
                .. Page("findings"),
            ],
            Answers = [api.Json<FindingsJson>(200, "A page of findings."), api.Problem(400, "A parameter is unknown, or cannot be.")],
        });
    }

    private static IEnumerable<Microsoft.OpenApi.IOpenApiParameter> Page(string what) =>
    [
        Query("before", $"Only {what} before this one, by its seq.", Shape.Whole(0)),
        Query("limit", $"The most {what} of a page.", Shape.Whole(1, ListParameters.Most, ListParameters.Usual)),
    ];
}
