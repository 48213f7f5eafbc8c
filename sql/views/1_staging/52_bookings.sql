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
),

-- Two branches, so that each is dated by a column of its own and found by its index; offset 0 keeps each look aside a probe.
dated as (
    select
        a.tenant_id,
        a.seq,
        a.appointment_id,
        a.booked_at,
        a.owner_id,
        a.client_id,
        a.branch
    from appointments as a
    where a.booked_at is not null
        and not exists (
            select
            from appointments as e
            where e.tenant_id = a.tenant_id
                and e.appointment_id = a.appointment_id
                and (e.effective_at, e.seq) < (a.effective_at, a.seq)
                and e.booked_at is not null
            offset 0
        )
    union all
    -- Nobody says when it was made: when it was first seen.
    select
        a.tenant_id,
        a.seq,
        a.appointment_id,
        a.effective_at as booked_at,
        a.owner_id,
        a.client_id,
        a.branch
    from appointments as a
    where a.booked_at is null
        and not exists (
            select
            from appointments as e
            where e.tenant_id = a.tenant_id
                and e.appointment_id = a.appointment_id
                and (e.booked_at is not null or (e.effective_at, e.seq) < (a.effective_at, a.seq))
            offset 0
        )
)

select
    d.tenant_id,
    d.seq,
    d.appointment_id,
    d.booked_at,
    d.owner_id,
    d.client_id,
    d.branch
from dated as d
where (
    select
        not l.deleted
        and l.status is distinct from 'invalid'
        and (
            select cardinality(s.sales_calendars) = 0 or coalesce(l.calendar_id = any (s.sales_calendars), false)
            from settings as s
            where s.tenant_id = l.tenant_id
        )
    from appointments as l
    where l.tenant_id = d.tenant_id and l.appointment_id = d.appointment_id
    order by l.effective_at desc, l.seq desc
    limit 1
);
comment on view staging.bookings is
    'Appointments on sales calendars, at the first observation that says when they were made (or, when none does, at the first); those that are invalid or deleted now left out. One row an appointment, however often moved.';
