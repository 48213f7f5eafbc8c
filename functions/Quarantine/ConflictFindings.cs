using Plumbline.Platform;

namespace Plumbline.Quarantines;

/// <summary>The findings of movements that came again with another amount.</summary>
internal static class ConflictFindings
{
    public const string Check = "movement_conflict";

    // Another delivery may still stand against the same movement: its finding stays until that one is settled too.
    private const string Settle = $"""
        insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor, reason)
        select f.tenant_id, f.check_name, f.subject, $3, f.severity, f.source, f.detail, f.occurred_at, f.event_seq, f.fact_rows, $4, $5
        from staging.findings as f
        where f.tenant_id = $1
            and f.check_name = '{Check}'
            and f.status = 'open'
            and f.subject in (select q.fact_key from staging.quarantine as q where q.tenant_id = $1 and q.event_seq = any ($2) and q.reason = 'conflict')
            and not exists (
                select
                from staging.quarantine as q
                where q.tenant_id = $1 and q.is_open and q.reason = 'conflict' and q.fact_key = f.subject
            )
        order by f.seq
        """;

    /// <summary>Settles the open findings of these deliveries' conflicts, of which none waits any more.</summary>
    /// <returns>How many they were.</returns>
    public static Task<int> SettleAsync(
        TenantSession session, Guid tenantId, long[] deliveries, string status, string actor, string? reason, CancellationToken cancel) =>
        session.ExecuteAsync(Settle, cancel, tenantId, deliveries, status, actor, reason);
}
