create view report.outcome_measures with (security_invoker) as
select
    o.tenant_id,
    o.outcome as measure,
    o.start_at as occurred_at,
    o.start_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    null::text as entity,
    'sum'::text as aggregation,
    null::text as department,
    null::text as team,
    o.owner_id,
    o.client_id,
    o.branch,
    null::text as source_funnel,
    null::text as origin,
    null::text as utm_source,
    null::text as utm_medium,
    null::text as utm_campaign,
    null::text as utm_term,
    null::text as utm_content,
    'raw_appointments'::text as fact_table,
    o.seq as fact_seq
from staging.outcomes as o
where o.outcome is not null;
comment on view report.outcome_measures is 'How appointments went: showed, noshow, cancelled, pending. One row an appointment that is over or cancelled.';
