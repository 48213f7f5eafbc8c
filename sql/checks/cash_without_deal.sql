-- A client whom the CRM knows paid at least 100 (of whatever currency) and at least half of what a won deal is usually worth, and
-- 30 days later has neither a won deal nor a subscription: the deal was never marked as won, so the close rate and the won value
-- are too low. Only where deals are won at all, and of payments since the first deal. It names the client's first such payment.
-- severity: low
-- source: gohighlevel
with deals as (
    select client_id, effective_at, status, deleted, value_minor, currency
    from staging.opportunities
    where tenant_id = $1
),

buyers as (
    select distinct client_id
    from deals
    where status = 'won' and not deleted and client_id is not null
),

-- What costs far less is sold without a deal.
usual as (
    select currency, percentile_cont(0.5) within group (order by value_minor) / 2 as half_minor
    from deals
    where status = 'won' and not deleted and value_minor > 0
    group by currency
),

-- Before the first deal came nobody told of deals.
beginning as (
    select min(effective_at) as first_deal_at
    from deals
),

customers as (
    select distinct client_id, customer_id
    from staging.subscriptions
    where tenant_id = $1
),

subscribers as (
    select distinct coalesce(c.client_id, p.client_id) as client_id
    from customers as c
    cross join lateral staging.payer($1, c.customer_id, null) as p
),

payments as (
    select seq, client_id, occurred_at, kind, currency, amount_minor
    from staging.payments
    where tenant_id = $1 and kind <> 'payout' and occurred_at >= (select first_deal_at from beginning) and (select exists (select from buyers))
),

paid as (
    select
        client_id,
        currency,
        min(occurred_at) filter (where kind = 'capture') as first_at,
        sum(amount_minor)::bigint as amount_minor,
        (array_agg(amount_minor order by occurred_at, seq) filter (where kind = 'capture'))[1] as first_minor,
        array_agg(seq order by occurred_at, seq) as seqs
    from payments
    where client_id is not null
    group by client_id, currency
),

-- Side by side, so that each client's payments know of its deals, however many there are.
sides as (
    select client_id, currency, first_at, first_minor, amount_minor, seqs, false as is_explained from paid
    union all
    select client_id, null, null, null, null, null, true from buyers
    union all
    select client_id, null, null, null, null, null, true from subscribers
),

judged as (
    select client_id, currency, first_at, first_minor, amount_minor, seqs, bool_or(is_explained) over (partition by client_id) as is_explained
    from sides
),

unexplained as materialized (
    select distinct on (client_id) client_id, currency, first_at, first_minor, seqs
    from judged
    where not is_explained
        and amount_minor >= 100 * 10::numeric ^ report.currency_decimals(currency)
        and amount_minor >= coalesce((select h.half_minor from usual as h where h.currency = judged.currency), 0)
        and first_at < staging.now_at() - interval '30 days'
    order by client_id, first_at, currency
)

select
    u.client_id as subject,
    format(
        'Client %s paid %s on %s, and has neither a won deal nor a subscription.',
        u.client_id, report.amount_in_words(u.first_minor, u.currency), report.local_day($1, u.first_at)) as detail,
    u.first_at as occurred_at,
    (
        select jsonb_agg(jsonb_build_object('table', 'raw_payments', 'seq', s.seq) order by s.place)
        from unnest(u.seqs[1:20]) with ordinality as s (seq, place)
    ) as fact_rows
from unexplained as u
where exists (
    select
    from staging.lead_candidates as l
    where l.tenant_id = $1 and l.client_id = u.client_id and coalesce(l.bucket, 'partial') = 'partial'
    offset 0
)
