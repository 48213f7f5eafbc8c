using System.Text.Json;
using Npgsql;

namespace Plumbline.Ledger;

internal static class FinanceRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<FinanceSnapshot>> rows) => new Unnest<FactRow<FinanceSnapshot>>(
        """
        insert into ledger.finance_snapshots (
            tenant_id, source, source_key, event_seq, occurred_at, month, effective_at, revenue_minor, ebitda_minor, currency, targets,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            f.tenant_id, f.source, f.source_key, e.seq, f.occurred_at, f.month, f.effective_at, f.revenue_minor, f.ebitda_minor, f.currency,
            f.targets::jsonb,
            f.department, f.team, f.owner_id, f.client_id, f.branch, f.source_funnel, f.utm_source, f.utm_medium, f.utm_campaign, f.utm_term, f.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::timestamptz[], $8::bigint[], $9::bigint[], $10::text[],
            $11::text[],
            $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[])
            as f (
                tenant_id, source, event_key, source_key, occurred_at, month, effective_at, revenue_minor, ebitda_minor, currency, targets,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = f.tenant_id and e.source = f.source and e.source_key = f.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by f.tenant_id, f.source, f.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.OccurredAt.UtcDateTime)
        .Column(row => row.Fact.Month)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => row.Fact.RevenueMinor)
        .Column(row => row.Fact.EbitdaMinor)
        .Column(row => row.Fact.Currency)
        .Column(row => JsonSerializer.Serialize(row.Fact.Targets))
        .Tags(row => row.Fact.Tags);
}
