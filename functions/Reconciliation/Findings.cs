using System.Text.Json;
using Plumbline.Platform;

namespace Plumbline.Reconciliation;

/// <summary>Opens and settles findings. One that stands open, or was accepted, is not written again unless what it says has changed.</summary>
public static class Findings
{
    // One after another: two that look at once would both find it missing.
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended($1::text || ':' || $2 || ':' || $3, 0))";

    private const string Open = """
        with latest as (
            select f.status, f.severity, f.detail
            from recon.findings as f
            where f.tenant_id = $1 and f.check_name = $2 and f.subject = $3
            order by f.seq desc
            limit 1
        ),

        opened as (
            insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, actor, event_seq, fact_rows)
            select $1, $2, $3, 'open', $4, $5, $6, $7::timestamptz, $8, $9::bigint, $10::jsonb
            where not exists (select from latest as l where l.status in ('open', 'accepted') and l.severity = $4 and l.detail = $6)
            returning seq
        )

        select exists (select from opened) and not exists (select from latest as l where l.status = 'open')
        """;

    private const string Resolve = """
        insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor)
        select f.tenant_id, f.check_name, f.subject, 'resolved', f.severity, f.source, f.detail, f.occurred_at, f.event_seq, f.fact_rows, $4
        from recon.findings as f
        where f.tenant_id = $1 and f.check_name = $2 and f.subject = $3 and f.status in ('open', 'accepted')
            and f.seq = (
                select max(l.seq)
                from recon.findings as l
                where l.tenant_id = f.tenant_id and l.check_name = f.check_name and l.subject = f.subject
            )
        """;

    private const string SelectStanding = """
        select f.subject
        from recon.findings as f
        where f.tenant_id = $1 and f.check_name = $2 and f.status in ('open', 'accepted')
            and f.seq = (
                select max(l.seq)
                from recon.findings as l
                where l.tenant_id = f.tenant_id and l.check_name = f.check_name and l.subject = f.subject
            )
        order by f.seq
        """;

    /// <returns>Whether it was not open before.</returns>
    public static async Task<bool> OpenAsync(TenantSession session, Guid tenantId, NewFinding finding, CancellationToken cancel)
    {
        await LockAsync(session, tenantId, finding.CheckName, finding.Subject, cancel);
        return await session.FirstAsync(
            Open, row => row.GetBoolean(0), cancel, tenantId, finding.CheckName, finding.Subject, finding.Severity, finding.Source, finding.Detail,
            finding.OccurredAt?.UtcDateTime, finding.Actor, finding.EventSeq, JsonSerializer.Serialize(finding.Rows, JsonResponse.Options));
    }

    /// <returns>How many were open: one or none.</returns>
    public static async Task<int> ResolveAsync(
        TenantSession session, Guid tenantId, string checkName, string subject, string actor, CancellationToken cancel)
    {
        await LockAsync(session, tenantId, checkName, subject, cancel);
        return await session.ExecuteAsync(Resolve, cancel, tenantId, checkName, subject, actor);
    }

    /// <summary>Keeps everybody else from writing of a finding until the transaction ends.</summary>
    public static Task LockAsync(TenantSession session, Guid tenantId, string checkName, string subject, CancellationToken cancel) =>
        session.ExecuteAsync(Lock, cancel, tenantId, checkName, subject);

    /// <summary>Resolves what a check had found, or somebody accepted, and it has not found now.</summary>
    /// <param name="subjectsSeen">Everything that it has found now.</param>
    /// <returns>How many it resolved.</returns>
    public static async Task<int> SettleAsync(
        TenantSession session, Guid tenantId, string checkName, IReadOnlySet<string> subjectsSeen, string actor, CancellationToken cancel)
    {
        var settled = 0;
        foreach (var subject in await session.ListAsync(SelectStanding, row => row.GetString(0), cancel, tenantId, checkName))
        {
            if (!subjectsSeen.Contains(subject))
            {
                settled += await ResolveAsync(session, tenantId, checkName, subject, actor, cancel);
            }
        }

        return settled;
    }
}
