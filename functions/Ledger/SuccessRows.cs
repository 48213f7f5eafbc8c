using Npgsql;

namespace Plumbline.Ledger;

internal static class SuccessRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<ClientSuccess>> rows) => new Unnest<FactRow<ClientSuccess>>(
        """
        insert into ledger.raw_clients (
            tenant_id, source, source_key, event_seq, occurred_at, aspect, entity_id, effective_at, onboarded_at, first_lead_at, hit_100k_at,
            churned_at, health_score,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            c.tenant_id, c.source, c.source_key, e.seq, c.effective_at, 'success', c.entity_id, c.effective_at, c.onboarded_at, c.first_lead_at,
            c.hit_100k_at, c.churned_at, c.health_score,
            c.department, c.team, c.owner_id, c.client_id, c.branch, c.source_funnel, c.utm_source, c.utm_medium, c.utm_campaign, c.utm_term, c.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
            $10::timestamptz[], $11::numeric[],
            $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[])
            as c (
                tenant_id, source, event_key, source_key, entity_id, effective_at, onboarded_at, first_lead_at, hit_100k_at, churned_at, health_score,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = c.tenant_id and e.source = c.source and e.source_key = c.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by c.tenant_id, c.source, c.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.ClientId)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => When(row.Fact, ClientMilestone.Onboarded))
        .Column(row => When(row.Fact, ClientMilestone.FirstLead))
        .Column(row => When(row.Fact, ClientMilestone.Hit100k))
        .Column(row => When(row.Fact, ClientMilestone.Churned))
        .Column(row => row.Fact.HealthScore)
        .Tags(row => row.Fact.Tags);

    private static DateTime? When(ClientSuccess fact, ClientMilestone milestone) => fact.Milestone == milestone ? fact.EffectiveAt.UtcDateTime : null;
}
