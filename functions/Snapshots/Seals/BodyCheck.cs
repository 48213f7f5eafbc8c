using Plumbline.Platform;

namespace Plumbline.Snapshots.Seals;

/// <summary>Holds the received bodies against the hashes that were sealed with their deliveries.</summary>
internal static class BodyCheck
{
    // An erasure empties bodies and says how many in one transaction, so both carry the same time.
    private const string SelectFaults = """
        with events as (
            select seq, body_sha256
            from ledger.raw_events
            where tenant_id = $1
                and (incarnation < $4 or incarnation = $4 and pg_visible_in_snapshot(xid, $5::pg_snapshot))
                and not coalesce(incarnation < $2 or incarnation = $2 and pg_visible_in_snapshot(xid, $3::pg_snapshot), false)
        ),

        erasures as (
            select recorded_at, sum(bodies) as bodies
            from ledger.erasures
            where tenant_id = $1
            group by recorded_at
        ),

        emptied as (
            select erased_at, count(*) as bodies
            from ledger.bodies
            where tenant_id = $1 and body is null
            group by erased_at
        ),

        told as (
            select e.erased_at
            from emptied as e
            join erasures as s on s.recorded_at = e.erased_at and s.bodies = e.bodies
        )

        select
            e.seq,
            case when b.event_seq is null then 'missing' when b.body is null then 'emptied' else 'edited' end
        from events as e
        left join ledger.bodies as b on b.tenant_id = $1 and b.event_seq = e.seq
        where b.event_seq is null
            or b.body is not null and sha256(b.body) <> e.body_sha256
            or b.body is null and not exists (select from told as t where t.erased_at = b.erased_at)
        order by e.seq
        """;

    private const string SelectNow = """
        select max(i.incarnation), pg_current_snapshot()::text
        from config.database_identity as i
        """;

    /// <summary>Of the deliveries that came between two points.</summary>
    /// <param name="until">Null for all there are now.</param>
    public static async Task RunAsync(
        TenantSession session, Guid tenantId, SealPin? after, SealPin? until, SealFailures failures, CancellationToken cancel)
    {
        var end = until ?? await session.FirstAsync(SelectNow, row => new SealPin(row.GetInt32(0), row.GetString(1)), cancel)
            ?? throw new InvalidOperationException("The database has no identity.");
        var faults = session.StreamAsync(
            SelectFaults, row => (Seq: row.GetInt64(0), Kind: row.GetString(1)), cancel,
            tenantId, after?.Incarnation, after?.Snapshot, end.Incarnation, end.Snapshot);
        await foreach (var (seq, kind) in faults)
        {
            failures.Add(kind, SealFailures.Bodies, seq);
        }
    }
}
