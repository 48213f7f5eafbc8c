create view report.lead_measures with (security_invoker) as
select
    l.tenant_id,
    'leads'::text as measure,
    l.became_at as occurred_at,
    l.became_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    null::text as entity,
    'sum'::text as aggregation,
    null::text as department,
    null::text as team,
    null::text as owner_id,
    l.client_id,
    null::text as branch,
    null::text as source_funnel,
    null::text as origin,
    null::text as utm_source,
    null::text as utm_medium,
    null::text as utm_campaign,
    null::text as utm_term,
    null::text as utm_content,
    'raw_clients'::text as fact_table,
    l.seq as fact_seq
from staging.leads as l;
comment on view report.lead_measures is 'Clients becoming leads. One row a lead.';
