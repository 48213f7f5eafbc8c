create view report.pipeline_measures with (security_invoker) as
select
    c.tenant_id,
    m.measure,
    c.effective_at as occurred_at,
    c.tagged_at,
    m.value,
    m.currency,
    null::text as entity,
    'stock'::text as aggregation,
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
from staging.pipeline_changes as c
cross join lateral (
    values
        ('pipeline'::text, c.change_minor::numeric, c.currency),
        ('open_deals'::text, c.change_open::numeric, null::text),
        ('tidy_deals'::text, c.change_tidy::numeric, null::text)
) as m (measure, value, currency)
where m.value <> 0;
comment on view report.pipeline_measures is 'What observations change about the number, the value and the tidiness of open deals: stocks. One row a change and measure, two when the deal changes hands.';
