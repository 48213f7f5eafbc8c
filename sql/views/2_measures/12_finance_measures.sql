create view report.finance_measures with (security_invoker) as
select
    f.tenant_id,
    f.figure as measure,
    f.occurred_at,
    f.occurred_at as tagged_at,
    f.amount_minor::numeric as value,
    f.currency,
    null::text as entity,
    'sum'::text as aggregation,
    f.department,
    f.team,
    f.owner_id,
    f.client_id,
    f.branch,
    f.source_funnel,
    null::text as origin,
    f.utm_source,
    f.utm_medium,
    f.utm_campaign,
    f.utm_term,
    f.utm_content,
    'finance_snapshots'::text as fact_table,
    f.seq as fact_seq
from staging.finance_figures as f;
comment on view report.finance_measures is 'Revenue and EBITDA by finance, on the first day of their month. One row a month, department, branch and figure.';
