create view report.event_measures with (security_invoker) as
select
    e.tenant_id,
    m.measure,
    e.occurred_at,
    e.occurred_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    null::text as entity,
    'sum'::text as aggregation,
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
cross join lateral (
    values
        (case e.event_type
            when 'optin.submitted' then 'optins'
            when 'call.made' then 'calls_made'
            when 'call.completed' then 'calls_completed'
            when 'automation.run' then 'automation_runs'
        end),
        (case when e.event_type = 'automation.run' and e.succeeded then 'automation_successes' end)
) as m (measure)
where e.event_type in ('optin.submitted', 'call.made', 'call.completed', 'automation.run')
    and m.measure is not null;
comment on view report.event_measures is 'Opt-ins, calls and runs of automations. One row an event, two of a run that succeeded.';
