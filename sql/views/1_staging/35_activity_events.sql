create view staging.activity_events with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        occurred_at,
        event_type,
        object_id,
        attributes,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content
    from staging.raw_events
    where source = 'events'
        and occurred_at is not null
        and event_type in (
            'optin.submitted', 'call.made', 'call.completed', 'automation.run', 'finance.posted',
            'client.onboarded', 'client.first_lead', 'client.hit_100k', 'client.churned', 'client.health_scored',
            'job.opened', 'job.completed', 'ticket.opened', 'ticket.resolved', 'appointment.set', 'door.knocked', 'service.checked', 'deal.split'
        )
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_events'
)

select
    r.tenant_id,
    r.seq,
    r.occurred_at,
    r.event_type,
    r.object_id,
    (r.attributes ->> 'succeeded') = 'true' as succeeded,
    r.department,
    r.team,
    r.owner_id,
    r.client_id,
    r.branch,
    r.source_funnel,
    r.utm_source,
    r.utm_medium,
    r.utm_campaign,
    r.utm_term,
    r.utm_content
from recorded as r
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.activity_events is 'What people and automations did, by events of their own; voided ones left out. One row an event.';
comment on column staging.activity_events.succeeded is 'Of an automation''s run: whether it succeeded.';
