using Npgsql;

namespace Plumbline.Ledger;

internal static class QuarantineRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<QuarantineNote>> rows) => new Unnest<FactRow<QuarantineNote>>(
        """
        insert into ledger.quarantine (tenant_id, event_seq, reason, detail)
        select e.tenant_id, e.seq, n.reason, n.detail
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as n (tenant_id, source, source_key, reason, detail)
        join ledger.raw_events as e using (tenant_id, source, source_key)
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by e.tenant_id, e.seq
        on conflict (tenant_id, event_seq, reason, fact_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.Reason)
        .Column(row => row.Fact.Detail);
}
