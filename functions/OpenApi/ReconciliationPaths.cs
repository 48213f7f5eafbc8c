using Plumbline.Quarantines;
using Plumbline.Reconciliation;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class ReconciliationPaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<StartReconciliation>(new(ApiArea.Management, "Holds the ledger against its sources and against itself, in the background.")
        {
            Description = """
                What a source has and the ledger lacks is appended; every other disagreement becomes a finding. Of a tenant one runs at a time: while one is under
                way it is the answer. Each tenant's runs daily without being asked.
                """,
            Scope = Scope.Manage,
            Body = api.OptionalBody<ReconcileRequest>(),
            Answers =
            [
                api.Json<ReconciliationJson>(202, "It is queued, or under way.", new ApiHeader("Location", "Where its progress is told.")),
                api.Problem(400, "The body is not what it has to be."),
                api.Problem(409, "Another one is under way, which compares from another day on."),
                api.Problem(413, "The body is too large."),
            ],
        });

        api.Add<ReconcileEveryTenant>(new(ApiArea.Management, "Begins a reconciliation of every tenant, as after a deployment or an outage.")
        {
            Description = """
                A source that does not send again what it could not deliver has lost it, until the ledger is held against it. Each tenant's is written down in its
                audit trail. Asked again, what is under way is let be.
                """,
            Answers =
            [
                api.Json<BegunReconciliationsJson>(202, "Each tenant's is queued, or under way."),
                api.Problem(500, "Some could not be begun: the detail names their tenants. The others are queued, or under way."),
            ],
        });

        api.Add<GetReconciliation>(new(ApiArea.Management, "A reconciliation: how far it has come, or what it came to with each source.")
        {
            Scope = Scope.Manage,
            Answers = [api.Json<ReconciliationJson>(200, "The run."), api.Problem(404, "There is no such run.")],
        });

        api.Add<ListReconciliations>(new(ApiArea.Management, "Reconciliations, newest first.")
        {
            Scope = Scope.Manage,
            Parameters =
            [
                Query("before", "Only runs before this one, by its seq.", Shape.Whole(0)),
                Query("limit", "The most runs of a page.", Shape.Whole(1, ListReconciliations.Most, ListReconciliations.Usual)),
            ],
            Answers = [api.Json<ReconciliationsJson>(200, "A page of runs."), api.Problem(400, "A parameter cannot be.")],
        });

        Decide<AcceptFinding>(api, "Accepts a finding: it no longer counts against any figure, unless what it says changes.");
        Decide<ReopenFinding>(api, "Opens an accepted finding again.");
    }

    private static void Decide<TFunction>(ApiBuilder api, string summary) => api.Add<TFunction>(new(ApiArea.Management, summary)
    {
        Scope = Scope.Manage,
        Body = api.Body<FindingDecision>(),
        Answers =
        [
            api.Json<Finding>(200, "The finding as it now stands, under a seq of its own."),
            api.Problem(400, "The body is not what it has to be."),
            api.Problem(404, "There is no such finding."),
            api.Problem(409, "It stands otherwise, has changed since, or is settled with its delivery in quarantine."),
            api.Problem(413, "The body is too large."),
        ],
    });
}
