-- Work was opened or done for a client who never had an appointment, or it names an appointment that the ledger does not
-- know: the appointment was not booked through the CRM, or the job is booked on the wrong client. No figure is wrong by it.
-- severity: low
-- source: events
with events as (
    select tenant_id, seq, occurred_at, object_id as job_id, client_id
    from staging.activity_events
    where tenant_id = $1 and event_type in ('job.opened', 'job.completed') and object_id is not null
),

attributes as (
    select tenant_id, seq, attributes ->> 'appointmentId' as appointment_id, attributes ->> 'dealId' as deal_id
    from staging.raw_events
    where tenant_id = $1 and source = 'events' and event_type = 'job.opened'
),

-- Voided ones do not count, and an appointment that was cancelled was made nonetheless.
appointments as (
    select appointment_id, client_id
    from staging.appointments
    where tenant_id = $1 and not deleted
),

clients_with_appointment as (
    select distinct client_id
    from appointments
    where client_id is not null
),

known_appointments as (
    select distinct appointment_id
    from appointments
),

jobs as materialized (
    select
        e.job_id,
        min(e.occurred_at) as occurred_at,
        max(e.client_id) as client_id,
        max(a.appointment_id) as appointment_id,
        max(a.deal_id) as deal_id,
        jsonb_agg(jsonb_build_object('table', 'raw_events', 'seq', e.seq) order by e.occurred_at, e.seq) as fact_rows
    from events as e
    left join attributes as a on a.tenant_id = e.tenant_id and a.seq = e.seq
    group by e.job_id
),

-- Whose work it is: it says so itself, or its deal does.
attributed as (
    select
        j.job_id,
        j.occurred_at,
        j.appointment_id,
        j.fact_rows,
        coalesce(j.client_id, (
            select d.client_id
            from staging.opportunities as d
            where d.tenant_id = $1 and d.opportunity_id = j.deal_id
            order by d.effective_at desc, d.seq desc
            limit 1
        )) as client_id
    from jobs as j
)

select
    j.job_id as subject,
    case
        when j.appointment_id is not null then format('Job %s names appointment %s, which the ledger does not know.', j.job_id, j.appointment_id)
        else format('Job %s is for client %s, who has no appointment.', j.job_id, j.client_id)
    end as detail,
    j.occurred_at,
    j.fact_rows
from attributed as j
where j.occurred_at < staging.now_at() - interval '3 days'
    and exists (select from known_appointments)
    and case
        when j.appointment_id is not null then not exists (select from known_appointments as a where a.appointment_id = j.appointment_id)
        else j.client_id is not null and not exists (select from clients_with_appointment as a where a.client_id = j.client_id)
    end
