create view report.subscription_measures with (security_invoker) as
select
    c.tenant_id,
    c.measure,
    c.effective_at as occurred_at,
    t.effective_at as tagged_at,
    c.value,
    c.currency,
    null::text as entity,
    c.aggregation,
    t.department,
    t.team,
    t.owner_id,
    coalesce(t.client_id, y.client_id) as client_id,
    t.branch,
    t.source_funnel,
    null::text as origin,
    t.utm_source,
    t.utm_medium,
    t.utm_campaign,
    t.utm_term,
    t.utm_content,
    'raw_clients'::text as fact_table,
    c.seq as fact_seq
from staging.subscription_changes as c
join staging.subscriptions as t on t.tenant_id = c.tenant_id and t.seq = c.tag_seq
cross join lateral staging.payer(t.tenant_id, t.customer_id, null) as y;
comment on view report.subscription_measures is 'Monthly recurring revenue, as a stock and by what happened to it. One row a change and measure.';
