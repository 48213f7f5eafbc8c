using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>Begins reconciliations on demand.</summary>
public sealed partial class ReconciliationDesk(
    ManageDesk desk, TenantDirectory tenants, Database database, ReconciliationOutbox outbox, ReconciliationReader reader, ILogger<ReconciliationDesk> log)
{
    internal const string Action = "reconciliation.start";

    // A call has minutes, and each tenant takes a few transactions and a message.
    private const int AtOnce = 8;

    private const string SelectToday = "select report.today($1)";

    private const string SelectDayStart = "select report.boundary($1, $2)";

    internal async Task<IActionResult> StartAsync(ManageCall call, ReconcileRequest wanted, CancellationToken cancel)
    {
        DateTimeOffset? since = null;
        await using (var session = await database.OpenAsync(call.Tenant.Id, cancel))
        {
            var today = await session.FirstAsync(SelectToday, row => row.GetFieldValue<DateOnly>(0), cancel, call.Tenant.Id);
            if (wanted.Fault(today) is { } fault)
            {
                return Problem.Invalid(fault);
            }

            if (wanted.SinceDay is { } day)
            {
                since = await session.FirstAsync(SelectDayStart, row => row.GetInstant(0), cancel, call.Tenant.Id, day);
            }
        }

        var (run, wasUnderWay) = await outbox.RequestAsync(call, since, cancel);
        if (wasUnderWay && since is not null && await reader.FindAsync(call.Tenant, run, cancel) is { } other && other.Since != since)
        {
            return Problem.Conflict(
                "under-way", "Another reconciliation is under way", $"Run {run} has not ended: ask again when it has, or leave since out to follow it.");
        }

        var answer = new JsonResponse((await reader.FindAsync(call.Tenant, run, cancel))!, 202);
        answer.Headers["Location"] = $"/api/manage/{call.Tenant.Slug}/reconciliations/{run}";
        return answer;
    }

    /// <summary>
    /// Every tenant's, from where its sources have been compared completely. What keeps one from beginning keeps no other; asked again,
    /// those that are under way are let be.
    /// </summary>
    internal async Task<IActionResult> StartAllAsync(CancellationToken cancel)
    {
        var all = await tenants.ListAsync(cancel);
        var runs = new BegunReconciliationJson?[all.Count];
        await Parallel.ForAsync(0, all.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, token) =>
        {
            try
            {
                runs[i] = await StartOneAsync(all[i], token);
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                LogNotBegun(all[i].Slug, e);
            }
        });

        var missing = all.Where((_, i) => runs[i] is null).Select(tenant => tenant.Slug).ToList();
        return missing.Count == 0
            ? new JsonResponse(new BegunReconciliationsJson([.. runs.OfType<BegunReconciliationJson>()]), 202)
            : Problem.Of(
                500, "not-begun", "Not every reconciliation was begun",
                $"{all.Count - missing.Count} of {all.Count} are under way; not of {string.Join(", ", missing)}. Ask again: what is under way is let be.");
    }

    private async Task<BegunReconciliationJson?> StartOneAsync(Tenant tenant, CancellationToken cancel)
    {
        BegunReconciliationJson? begun = null;
        await desk.AnswerKeyAsync(
            tenant.Slug, Action, "",
            async call =>
            {
                var (run, wasUnderWay) = await outbox.RequestAsync(call, since: null, cancel);
                begun = new(tenant.Slug, run, wasUnderWay);
                return new JsonResponse(begun, 202);
            },
            cancel);
        return begun;
    }

    [LoggerMessage(LogLevel.Error, "The reconciliation of {Tenant}, asked for with every other, could not be begun")]
    private partial void LogNotBegun(string tenant, Exception exception);
}
