using Npgsql;

namespace Plumbline.Ledger;

internal static class OpportunityRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<OpportunityState>> rows) => new Unnest<FactRow<OpportunityState>>(
        """
        insert into ledger.raw_opportunities (
            tenant_id, source, source_key, event_seq, occurred_at, opportunity_id, effective_at, pipeline_id, stage_id, status, value_minor, currency,
            added_at, origin, deleted,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            o.tenant_id, o.source, o.source_key, e.seq, o.effective_at, o.opportunity_id, o.effective_at, o.pipeline_id, o.stage_id, o.status,
            o.value_minor, o.currency, o.added_at, o.origin, o.deleted,
            o.department, o.team, o.owner_id, o.client_id, o.branch, o.source_funnel, o.utm_source, o.utm_medium, o.utm_campaign, o.utm_term, o.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::bigint[],
            $11::text[], $12::timestamptz[], $13::text[], $14::boolean[],
            $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[])
            as o (
                tenant_id, source, event_key, source_key, opportunity_id, effective_at, pipeline_id, stage_id, status, value_minor, currency,
                added_at, origin, deleted,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = o.tenant_id and e.source = o.source and e.source_key = o.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by o.tenant_id, o.source, o.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.OpportunityId)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => row.Fact.PipelineId)
        .Column(row => row.Fact.StageId)
        .Column(row => row.Fact.Status)
        .Column(row => row.Fact.ValueMinor)
        .Column(row => row.Fact.Currency)
        .Column(row => row.Fact.AddedAt?.UtcDateTime)
        .Column(row => row.Fact.Origin)
        .Column(row => row.Fact.Deleted)
        .Tags(row => row.Fact.Tags);
}
