create view report.ad_spend_measures with (security_invoker) as
select
    a.tenant_id,
    m.measure,
    a.occurred_at,
    a.occurred_at as tagged_at,
    m.value,
    m.currency,
    null::text as entity,
    'sum'::text as aggregation,
    a.department,
    a.team,
    a.owner_id,
    a.client_id,
    a.branch,
    a.source_funnel,
    null::text as origin,
    a.utm_source,
    a.utm_medium,
    a.utm_campaign,
    a.utm_term,
    a.utm_content,
    'raw_ad_spend'::text as fact_table,
    a.seq as fact_seq
from staging.ad_spend as a
cross join lateral (
    values
        ('ad_spend'::text, a.spend_minor::numeric, a.currency),
        ('impressions'::text, a.impressions::numeric, null::text),
        ('clicks'::text, a.clicks::numeric, null::text),
        ('video_hooks'::text, a.video_hooks::numeric, null::text),
        ('video_holds'::text, a.video_holds::numeric, null::text),
        ('platform_leads'::text, a.leads::numeric, null::text)
) as m (measure, value, currency)
where m.value is not null;
comment on view report.ad_spend_measures is 'What ads cost and brought by the platforms'' own count. One row a day, channel, campaign and measure.';
