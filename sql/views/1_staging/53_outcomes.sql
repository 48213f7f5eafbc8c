create view staging.outcomes with (security_invoker) as
with appointments as not materialized (
    select
        tenant_id,
        seq,
        appointment_id,
        effective_at,
        calendar_id,
        status,
        start_at,
        end_at,
        deleted,
        owner_id,
        client_id,
        branch
    from staging.appointments
),

settings as materialized (
    select tenant_id, sales_calendars
    from staging.tenants
)

select
    a.tenant_id,
    a.seq,
    a.appointment_id,
    a.effective_at,
    a.start_at,
    case
        when a.status in ('showed', 'completed') then 'showed'
        when a.status in ('noshow', 'cancelled') then a.status
        when coalesce(a.end_at, a.start_at) <= staging.now_at() then 'pending'
    end as outcome,
    a.owner_id,
    a.client_id,
    a.branch
from appointments as a
where not a.deleted
    and a.start_at is not null
    and a.status is distinct from 'invalid'
    and a.seq = (
        select e.seq
        from appointments as e
        where e.tenant_id = a.tenant_id and e.appointment_id = a.appointment_id
        order by e.effective_at desc, e.seq desc
        limit 1
    )
    and (
        select cardinality(s.sales_calendars) = 0 or coalesce(a.calendar_id = any (s.sales_calendars), false)
        from settings as s
        where s.tenant_id = a.tenant_id
    );
comment on view staging.outcomes is 'How appointments on sales calendars stand now; invalid and deleted ones left out. One row an appointment.';
comment on column staging.outcomes.outcome is 'showed, noshow, cancelled; pending once it is over without an outcome; null before.';
