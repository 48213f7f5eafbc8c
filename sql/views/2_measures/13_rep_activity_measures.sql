create view report.rep_activity_measures with (security_invoker) as
select
    o.tenant_id,
    'active_reps'::text as measure,
    o.effective_at as occurred_at,
    o.effective_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    o.owner_id as entity,
    'recent'::text as aggregation,
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
    'raw_opportunities'::text as fact_table,
    o.seq as fact_seq
from staging.opportunities as o
where o.owner_id is not null
union all
select
    a.tenant_id,
    'active_reps'::text as measure,
    a.effective_at as occurred_at,
    a.effective_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    a.owner_id as entity,
    'recent'::text as aggregation,
    null::text as department,
    null::text as team,
    a.owner_id,
    a.client_id,
    a.branch,
    null::text as source_funnel,
    null::text as origin,
    null::text as utm_source,
    null::text as utm_medium,
    null::text as utm_campaign,
    null::text as utm_term,
    null::text as utm_content,
    'raw_appointments'::text as fact_table,
    a.seq as fact_seq
from staging.appointments as a
where a.owner_id is not null
union all
select
    e.tenant_id,
    'active_reps'::text as measure,
    e.occurred_at,
    e.occurred_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    e.owner_id as entity,
    'recent'::text as aggregation,
    e.department,
    e.team,
    e.owner_id,
    e.client_id,
    e.branch,
    e.source_funnel,
    null::text as origin,
    e.utm_source,
    e.utm_medium,
    e.utm_campaign,
    e.utm_term,
    e.utm_content,
    'raw_events'::text as fact_table,
    e.seq as fact_seq
from staging.activity_events as e
where e.owner_id is not null
    -- Nobody's doing: a machine's answer, and who is to earn what.
    and e.event_type not in ('service.checked', 'deal.split');
comment on view report.rep_activity_measures is 'What people did: moved a deal, kept an appointment, made a call. Its entity is the person. One row an observation or event that names its owner.';
