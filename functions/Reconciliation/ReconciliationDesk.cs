using Microsoft.AspNetCore.Mvc;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Reconciliation;

/// <summary>Begins reconciliations on demand.</summary>
public sealed class ReconciliationDesk(Database database, ReconciliationOutbox outbox, ReconciliationReader reader)
{
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
}
