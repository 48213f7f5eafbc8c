create view report.ad_spend_measures with (security_invoker) as
select
    a.tenant_id,
    'ad_spend'::text as measure,
    a.occurred_at,
    a.occurred_at as tagged_at,
    a.spend_minor::numeric as value,
    a.currency,
    null::text as entity,
    false as is_stock,
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
from staging.ad_spend as a;
comment on view report.ad_spend_measures is 'Money spent on ads. One row a day, channel and campaign.';
