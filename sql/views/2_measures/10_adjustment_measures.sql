create view report.adjustment_measures with (security_invoker) as
select
    a.tenant_id,
    a.measure,
    a.occurred_at,
    a.occurred_at as tagged_at,
    a.amount as value,
    a.currency,
    null::text as entity,
    a.aggregation,
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
    'adjustments'::text as fact_table,
    a.seq as fact_seq
from staging.adjustments as a
where a.kind = 'amount';
comment on view report.adjustment_measures is 'Corrections. One row an adjustment of kind amount.';
