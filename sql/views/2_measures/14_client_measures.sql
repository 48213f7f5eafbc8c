create view report.client_measures with (security_invoker) as
select
    c.tenant_id,
    c.measure,
    c.effective_at as occurred_at,
    t.effective_at as tagged_at,
    c.value,
    null::text as currency,
    null::text as entity,
    c.aggregation,
    t.department,
    t.team,
    t.owner_id,
    c.client_id,
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
from staging.client_changes as c
join staging.client_milestones as t on t.tenant_id = c.tenant_id and t.seq = c.tag_seq;
comment on view report.client_measures is 'Clients onboarded, gone, at 100,000, with their first lead, and their health. One row a change and measure.';
