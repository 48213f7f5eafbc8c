using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Quarantines;

namespace Plumbline.Reconciliation;

/// <summary>What people decide about findings: to live with one, or no longer to.</summary>
public sealed class FindingDesk(ManageDesk desk, Database database)
{
    // A conflict of movements is settled with its delivery, which would wait on in quarantine.
    private const string SettledElsewhere = "movement_conflict";

    private const string Select = "select check_name, subject from recon.findings where tenant_id = $1 and seq = $2";

    // Only of the row that was looked at: what it says may have changed since.
    private const string Insert = """
        insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor, reason)
        select f.tenant_id, f.check_name, f.subject, $4, f.severity, f.source, f.detail, f.occurred_at, f.event_seq, f.fact_rows, $5, $6
        from staging.findings as f
        where f.tenant_id = $1 and f.seq = $2 and f.status = $3
        returning seq
        """;

    internal Task<IActionResult> DecideAsync(
        HttpRequest request, string tenant, string finding, string action, string from, string to, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, action, "", async call =>
        {
            var (decision, problem) = await request.ReadJsonAsync<FindingDecision>(cancel);
            return decision is null ? problem!
                : decision.Fault() is { } fault ? Problem.Invalid(fault)
                : long.TryParse(finding, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? await DecideAsync(call, seq, from, to, decision.Reason.Trim(), cancel)
                : NotFound(finding);
        }, cancel);

    private async Task<IActionResult> DecideAsync(ManageCall call, long seq, string from, string to, string reason, CancellationToken cancel)
    {
        var tenantId = call.Tenant.Id;
        await using var session = await database.OpenAsync(tenantId, cancel);
        var known = await session.ListAsync(Select, row => (Check: row.GetString(0), Subject: row.GetString(1)), cancel, tenantId, seq);
        if (known is not [var (check, subject)])
        {
            return NotFound(seq.ToString(CultureInfo.InvariantCulture));
        }

        if (check == SettledElsewhere)
        {
            return Problem.Conflict("settled-elsewhere", "It is settled with its delivery", "Replay or dismiss the delivery in quarantine: the finding goes with it.");
        }

        await Findings.LockAsync(session, tenantId, check, subject, cancel);
        if (await session.ListAsync(Insert, row => row.GetInt64(0), cancel, tenantId, seq, from, to, call.Actor, reason) is not [var decided])
        {
            return Problem.Conflict(
                "other-state", $"It is not {from}, or has changed", $"Only the latest row of a finding that is {from} can be {(to == "open" ? "opened again" : to)}: look at it again.");
        }

        await call.AuditAsync(session, seq.ToString(CultureInfo.InvariantCulture), new { check, subject, status = to }, cancel);
        var stored = await FindingReader.FindAsync(session, tenantId, decided, cancel);
        await session.CommitAsync(cancel);
        return new JsonResponse(stored!);
    }

    private static JsonResponse NotFound(string finding) => Problem.NotFound($"There is no finding {Problem.Clip(finding)}.");
}
