-- A deal with a value was won, and its client paid nothing at all from 30 days before to 90 days after the win: it was marked as
-- won too early, it is paid elsewhere, or the payer is not known as this client. Looked for once those 90 days are over. What was
-- paid in part or given back is no finding: terms differ, and refunds have checks of their own.
-- severity: medium
-- source: gohighlevel
with cash as (
    select client_id, occurred_at
    from staging.payments
    where tenant_id = $1 and kind = 'capture'
),

wins as (
    select seq, opportunity_id, won_at, value_minor, currency, client_id
    from staging.wins
    where tenant_id = $1 and value_minor > 0 and client_id is not null
),

-- Side by side in time, so that each win knows the payments next to it, however many there are.
moments as (
    select client_id, occurred_at as at, occurred_at as cash_at, null::bigint as seq, null as opportunity_id, null::bigint as value_minor, null as currency
    from cash
    union all
    select client_id, won_at, null, seq, opportunity_id, value_minor, currency
    from wins
),

neighbours as (
    select
        client_id,
        at,
        seq,
        opportunity_id,
        value_minor,
        currency,
        max(cash_at) over (partition by client_id order by at) as previous_cash_at,
        min(cash_at) over (partition by client_id order by at desc) as next_cash_at,
        -- Before the first payment came nobody told of payments.
        min(cash_at) over () as first_cash_at
    from moments
),

unpaid as materialized (
    select seq, opportunity_id, at as won_at, value_minor, currency, client_id
    from neighbours
    where opportunity_id is not null
        and at >= first_cash_at
        and at < staging.now_at() - interval '90 days'
        and coalesce(previous_cash_at < at - interval '30 days', true)
        and coalesce(next_cash_at >= at + interval '90 days', true)
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
