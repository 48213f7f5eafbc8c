-- A deal with a value was won, and nothing at all was paid by its client from 30 days before to 90 days after it, which is
-- looked for once the win is 30 days old: it was won too early, it is paid elsewhere, or the payer is not known as this client.
-- What was paid in part or given back is no finding: terms differ, and refunds are told by themselves.
-- severity: medium
-- source: gohighlevel
with cash as materialized (
    select client_id, occurred_at
    from staging.payments
    where tenant_id = $1 and kind = 'capture'
),

-- Before the first payment came nobody told of payments.
beginning as (
    select min(occurred_at) as first_cash_at
    from cash
),

wins as (
    select seq, opportunity_id, won_at, value_minor, currency, client_id
    from staging.wins
    where tenant_id = $1 and value_minor > 0 and client_id is not null
),

unpaid as materialized (
    select w.seq, w.opportunity_id, w.won_at, w.value_minor, w.currency, w.client_id
    from wins as w
    cross join beginning as b
    where w.won_at >= b.first_cash_at
        and w.won_at < staging.now_at() - interval '30 days'
        and not exists (
            select
            from cash as c
            where c.client_id = w.client_id and c.occurred_at >= w.won_at - interval '30 days' and c.occurred_at < w.won_at + interval '90 days'
        )
)

select
    u.opportunity_id as subject,
    format(
        'Deal %s of client %s was won on %s for %s, and the client paid nothing from 30 days before to 90 days after.',
        u.opportunity_id, u.client_id, report.local_day($1, u.won_at), report.amount_in_words(u.value_minor, u.currency)) as detail,
    u.won_at as occurred_at,
    jsonb_build_array(jsonb_build_object('table', 'raw_opportunities', 'seq', u.seq)) as fact_rows
from unpaid as u
where not exists (
    select
    from staging.lead_candidates as l
    where l.tenant_id = $1 and l.client_id = u.client_id and l.bucket <> 'partial'
    offset 0
)
