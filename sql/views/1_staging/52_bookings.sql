create view staging.bookings with (security_invoker) as
with appointments as not materialized (
    select
        tenant_id,
        seq,
        appointment_id,
        effective_at,
        calendar_id,
        status,
        booked_at,
        deleted,
        owner_id,
        client_id,
        branch
    from staging.appointments
),

-- Read once a statement, and not once a row.
settings as materialized (
    select tenant_id, sales_calendars
    from staging.tenants
)

select
    a.tenant_id,
    a.seq,
    a.appointment_id,
    a.booked_at,
    a.owner_id,
    a.client_id,
    a.branch
from appointments as a
where not exists (
    select
    from appointments as e
    where e.tenant_id = a.tenant_id and e.appointment_id = a.appointment_id and (e.effective_at, e.seq) < (a.effective_at, a.seq)
    offset 0
)
    and (
        select
            not l.deleted
            and l.status is distinct from 'invalid'
            and (
                select cardinality(s.sales_calendars) = 0 or coalesce(l.calendar_id = any (s.sales_calendars), false)
                from settings as s
                where s.tenant_id = l.tenant_id
            )
        from appointments as l
        where l.tenant_id = a.tenant_id and l.appointment_id = a.appointment_id
        order by l.effective_at desc, l.seq desc
        limit 1
    );
comment on view staging.bookings is
    'Appointments on sales calendars at their first observation; those that are invalid or deleted now left out. One row an appointment, however often moved.';
