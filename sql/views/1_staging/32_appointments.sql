create view staging.appointments with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        appointment_id,
        effective_at,
        calendar_id,
        status,
        booked_at,
        start_at,
        end_at,
        deleted,
        owner_id,
        client_id,
        branch
    from staging.raw_appointments
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_appointments'
)

select
    r.tenant_id,
    r.seq,
    r.appointment_id,
    r.effective_at,
    r.calendar_id,
    r.status,
    r.booked_at,
    r.start_at,
    r.end_at,
    r.deleted,
    r.owner_id,
    r.client_id,
    r.branch
from recorded as r
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.appointments is 'Appointments as observed, voided observations left out. One row a state observation; the latest by (effective_at, seq) is the current state.';
