using Plumbline.Platform;

namespace Plumbline.Reconciliation;

/// <summary>Opens and resolves findings: appended rows of which the latest of a check and subject holds.</summary>
public static class Findings
{
    private const string Open = """
        insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, fact_rows, actor)
        select $1, $2, $3, 'open', $4, $5, $6, $7, '[]', $8
        where not exists (
            select
            from staging.findings as f
            where f.tenant_id = $1 and f.check_name = $2 and f.subject = $3 and f.status = 'open'
        )
        """;

    private const string Resolve = """
        insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor)
        select f.tenant_id, f.check_name, f.subject, 'resolved', f.severity, f.source, f.detail, f.occurred_at, f.event_seq, f.fact_rows, $4
        from staging.findings as f
        where f.tenant_id = $1 and f.check_name = $2 and f.subject = $3 and f.status = 'open'
        """;

    /// <returns>True when it was not open before.</returns>
    public static async Task<bool> OpenAsync(TenantSession session, Guid tenantId, NewFinding finding, CancellationToken cancel) =>
        await session.ExecuteAsync(
            Open, cancel, tenantId, finding.CheckName, finding.Subject, finding.Severity, finding.Source, finding.Detail,
            finding.OccurredAt?.UtcDateTime, finding.Actor) > 0;

    /// <returns>How many were open.</returns>
    public static Task<int> ResolveAsync(
        TenantSession session, Guid tenantId, string checkName, string subject, string actor, CancellationToken cancel) =>
        session.ExecuteAsync(Resolve, cancel, tenantId, checkName, subject, actor);
}
