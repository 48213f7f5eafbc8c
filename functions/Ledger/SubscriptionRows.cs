using Npgsql;

namespace Plumbline.Ledger;

internal static class SubscriptionRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<SubscriptionState>> rows) => new Unnest<FactRow<SubscriptionState>>(
        """
        insert into ledger.raw_clients (
            tenant_id, source, source_key, event_seq, occurred_at, aspect, entity_id, effective_at, customer_id, mrr_minor, currency, active, deleted,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            s.tenant_id, s.source, s.source_key, e.seq, s.effective_at, 'subscription', s.entity_id, s.effective_at, s.customer_id, s.mrr_minor,
            s.currency, s.active, s.deleted,
            s.department, s.team, s.owner_id, s.client_id, s.branch, s.source_funnel, s.utm_source, s.utm_medium, s.utm_campaign, s.utm_term, s.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::bigint[], $9::text[], $10::boolean[],
            $11::boolean[],
            $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[])
            as s (
                tenant_id, source, event_key, source_key, entity_id, effective_at, customer_id, mrr_minor, currency, active, deleted,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = s.tenant_id and e.source = s.source and e.source_key = s.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by s.tenant_id, s.source, s.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.SubscriptionId)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => row.Fact.CustomerId)
        .Column(row => row.Fact.MrrMinor)
        .Column(row => row.Fact.Currency)
        .Column(row => row.Fact.Active)
        .Column(row => row.Fact.Deleted)
        .Tags(row => row.Fact.Tags);
}
