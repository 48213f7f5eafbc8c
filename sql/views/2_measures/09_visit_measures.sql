create view report.visit_measures with (security_invoker) as
select
    v.tenant_id,
    'visits'::text as measure,
    v.occurred_at,
    v.occurred_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    v.visitor_id as entity,
    'distinct'::text as aggregation,
    v.department,
    v.team,
    v.owner_id,
    v.client_id,
    v.branch,
    v.source_funnel,
    null::text as origin,
    v.utm_source,
    v.utm_medium,
    v.utm_campaign,
    v.utm_term,
    v.utm_content,
    'raw_events'::text as fact_table,
    v.seq as fact_seq
from staging.page_views as v;
comment on view report.visit_measures is 'Page views, whose entity is the visitor. One row a view.';
