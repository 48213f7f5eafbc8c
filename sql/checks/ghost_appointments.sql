-- An appointment took place, and three days later its client has no deal at all: the sale is missing from the pipeline, or
-- somebody marked the wrong appointment as shown, and the close rate counts a call that nobody can win.
-- severity: medium
-- source: gohighlevel
with meetings as (
    select seq, appointment_id, start_at, client_id
    from staging.outcomes
    where tenant_id = $1 and outcome = 'showed' and client_id is not null
),

deals as not materialized (
    select client_id, effective_at
    from staging.opportunities
    where tenant_id = $1
),

-- Before the first deal came nobody told of deals.
beginning as (
    select min(effective_at) as first_deal_at
    from deals
),

ghosts as materialized (
    select m.seq, m.appointment_id, m.start_at, m.client_id
    from meetings as m
    where m.start_at >= (select b.first_deal_at from beginning as b)
        and m.start_at < staging.now_at() - interval '3 days'
        -- Offset 0 keeps the look a probe.
        and not exists (select from deals as d where d.client_id = m.client_id offset 0)
)

select
    g.appointment_id as subject,
    format('Appointment %s of client %s took place on %s, and the client has no deal.', g.appointment_id, g.client_id, report.local_day($1, g.start_at)) as detail,
    g.start_at as occurred_at,
    jsonb_build_array(jsonb_build_object('table', 'raw_appointments', 'seq', g.seq)) as fact_rows
from ghosts as g
where not exists (
    select
    from staging.lead_candidates as l
    where l.tenant_id = $1 and l.client_id = g.client_id and l.bucket <> 'partial'
    offset 0
)
