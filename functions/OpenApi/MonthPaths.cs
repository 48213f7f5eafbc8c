using Plumbline.Digest;
using Plumbline.Snapshots;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class MonthPaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<ListMonths>(new(ApiArea.Management, "Closed months with their figures, newest first.")
        {
            Scope = Scope.Manage,
            Parameters =
            [
                Query("before", "Only months before this one: yyyy-MM.", Shape.Text(Shape.Month)),
                Query("limit", "The most months of a page.", Shape.Whole(1, ListMonths.Most, 24)),
            ],
            Answers = [api.Json<MonthsJson>(200, "A page of months."), api.Problem(400, "A parameter cannot be.")],
        });

        api.Add<FreezeMonth>(new(ApiArea.Management, "Closes a month; one that is closed already stays as it is.")
        {
            Scope = Scope.Manage,
            Answers =
            [
                api.Json<FrozenMonthJson>(200, "The month is closed."),
                api.Problem(400, "The month is none."),
                api.Problem(409, "It is not over, is before the tenant's first, or an earlier one is still open."),
            ],
        });

        api.Add<RegenerateMonth>(new(ApiArea.Management, "Computes a closed month anew, as a further revision; the earlier ones stay readable.")
        {
            Scope = Scope.Manage,
            Body = api.Body<RegenerateRequest>(),
            Answers =
            [
                api.Json<FrozenMonthJson>(201, "The new revision."),
                api.Problem(400, "The month is none, or the request cannot be."),
                api.Problem(404, "The month is not closed."),
                api.Problem(409, "Its latest revision is another than the one expected."),
            ],
        });

        api.Add<GetClosedMonth>(new(ApiArea.Reports, "A closed month as it was frozen, what its close told of earlier months, and its revisions.")
        {
            Scope = Scope.Report,
            Parameters = [Query("revision", "Which revision; the latest when left out.", Shape.Whole(1))],
            Answers =
            [
                api.Json<FrozenMonthJson>(200, "The month."),
                api.Problem(400, "The month is none, or a parameter is unknown or says what cannot be."),
                api.Problem(404, "The month is not closed, or has no such revision."),
                api.Problem(503, "It took too long."),
            ],
        });

        api.Add<ListMonthChanges>(new(ApiArea.Reports, "What would differ in a closed month if it were closed now, by cause, with the rows.")
        {
            Scope = Scope.Report,
            Parameters = [Query("rows", "The most rows of each figure.", Shape.Whole(0, ListMonthChanges.MostRows, ListMonthChanges.UsualRows))],
            Answers =
            [
                api.Json<MonthChangesJson>(200, "The figures that differ from the latest revision."),
                api.Problem(400, "The month is none, or a parameter is unknown or says what cannot be."),
                api.Problem(404, "The month is not closed."),
                api.Problem(503, "It took too long."),
            ],
        });

        api.Add<RequestDigest>(new(ApiArea.Management, "Sends a closed month's digest, again if it was sent.")
        {
            Description = "To everybody who has not unsubscribed; of a digest that was given up, to those who have not got it.",
            Scope = Scope.Manage,
            Body = api.OptionalBody<DigestRequest>(),
            Answers =
            [
                api.Json<DigestJson>(202, "It will be sent."),
                api.Problem(400, "The month is none, or the body is not what it has to be."),
                api.Problem(404, "The month is not closed, or has no such revision."),
                api.Problem(413, "The body is too large."),
            ],
        });
    }
}
