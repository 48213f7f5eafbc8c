create view report.pipeline_measures with (security_invoker) as
select
    c.tenant_id,
    'pipeline'::text as measure,
    c.effective_at as occurred_at,
    c.tagged_at,
    c.change_minor::numeric as value,
    c.currency,
    null::text as entity,
    true as is_stock,
    null::text as department,
    null::text as team,
    c.owner_id,
    c.client_id,
    c.branch,
    null::text as source_funnel,
    c.origin,
    null::text as utm_source,
    null::text as utm_medium,
    null::text as utm_campaign,
    null::text as utm_term,
    null::text as utm_content,
    'raw_opportunities'::text as fact_table,
    c.seq as fact_seq
from staging.pipeline_changes as c;
comment on view report.pipeline_measures is 'What observations change about the value of open deals: a stock. One row an observation that changes something, two when the deal changes hands.';
