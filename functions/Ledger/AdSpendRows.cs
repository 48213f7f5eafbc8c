using Npgsql;

namespace Plumbline.Ledger;

internal static class AdSpendRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<AdSpendDay>> rows) => new Unnest<FactRow<AdSpendDay>>(
        """
        insert into ledger.raw_ad_spend (
            tenant_id, source, source_key, event_seq, occurred_at, spend_date, channel, effective_at, spend_minor, currency, impressions, clicks,
            video_hooks, video_holds, leads,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            s.tenant_id, s.source, s.source_key, e.seq, s.occurred_at, s.spend_date, s.channel, s.effective_at, s.spend_minor, s.currency,
            s.impressions, s.clicks, s.video_hooks, s.video_holds, s.leads,
            s.department, s.team, s.owner_id, s.client_id, s.branch, s.source_funnel, s.utm_source, s.utm_medium, s.utm_campaign, s.utm_term, s.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::text[], $8::timestamptz[], $9::bigint[], $10::text[],
            $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
            $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::text[])
            as s (
                tenant_id, source, event_key, source_key, occurred_at, spend_date, channel, effective_at, spend_minor, currency, impressions, clicks,
                video_hooks, video_holds, leads,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = s.tenant_id and e.source = s.source and e.source_key = s.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by s.tenant_id, s.source, s.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.OccurredAt.UtcDateTime)
        .Column(row => row.Fact.Date)
        .Column(row => row.Fact.Channel)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => row.Fact.SpendMinor)
        .Column(row => row.Fact.Currency)
        .Column(row => row.Fact.Impressions)
        .Column(row => row.Fact.Clicks)
        .Column(row => row.Fact.VideoHooks)
        .Column(row => row.Fact.VideoHolds)
        .Column(row => row.Fact.Leads)
        .Tags(row => row.Fact.Tags);
}
