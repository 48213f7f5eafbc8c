create view report.win_measures with (security_invoker) as
select
    w.tenant_id,
    m.measure,
    w.won_at as occurred_at,
    w.won_at as tagged_at,
    m.value,
    m.currency,
    null::text as entity,
    'sum'::text as aggregation,
    null::text as department,
    null::text as team,
    w.owner_id,
    w.client_id,
    w.branch,
    null::text as source_funnel,
    w.origin,
    null::text as utm_source,
    null::text as utm_medium,
    null::text as utm_campaign,
    null::text as utm_term,
    null::text as utm_content,
    'raw_opportunities'::text as fact_table,
    w.seq as fact_seq
from staging.wins as w
cross join lateral (
    values
        ('won'::text, 1::numeric, null::text),
        ('won_value'::text, w.value_minor::numeric, w.currency),
        ('won_valued'::text, case when w.value_minor is not null then 1::numeric end, w.currency)
) as m (measure, value, currency)
where m.value is not null;
comment on view report.win_measures is 'Deals won, as a count and by their value. One row a deal and measure.';
