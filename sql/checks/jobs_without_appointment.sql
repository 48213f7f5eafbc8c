-- Work was opened or done for a client who never had an appointment, or it names an appointment that the ledger does not
-- know: the appointment was not booked through the CRM, or the job is booked on the wrong client. No figure is wrong by it.
-- severity: low
-- source: events
with voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_events'
),

events as (
    select
        e.seq,
        e.occurred_at,
        e.object_id as job_id,
        e.client_id,
        e.attributes ->> 'appointmentId' as appointment_id,
        e.attributes ->> 'dealId' as deal_id
    from staging.raw_events as e
    where e.tenant_id = $1
        and e.source = 'events'
        and e.event_type in ('job.opened', 'job.completed')
        and e.object_id is not null
        and e.occurred_at is not null
        and (e.tenant_id, e.seq) not in (select v.tenant_id, v.seq from voided as v)
),

-- One that was cancelled was made nonetheless.
appointments as not materialized (
    select appointment_id, client_id
    from staging.appointments
    where tenant_id = $1 and not deleted
),

jobs as materialized (
    select
        e.job_id,
        min(e.occurred_at) as occurred_at,
        max(e.client_id) as client_id,
        max(e.appointment_id) as appointment_id,
        max(e.deal_id) as deal_id,
        jsonb_agg(jsonb_build_object('table', 'raw_events', 'seq', e.seq) order by e.occurred_at, e.seq) as fact_rows
    from events as e
    group by e.job_id
),

-- Whose work it is: it says so itself, or its deal does. Materialized: under row-level security only a plain column finds its index.
attributed as materialized (
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
    and (select exists (select from appointments))
    -- Offset 0 keeps each look a probe.
    and case
        when j.appointment_id is not null then not exists (select from appointments as a where a.appointment_id = j.appointment_id offset 0)
        else j.client_id is not null and not exists (select from appointments as a where a.client_id = j.client_id offset 0)
    end
