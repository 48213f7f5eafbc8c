-- A dispute was opened 120 days ago or longer and no delivery says that it was closed: banks decide sooner, so its end was
-- lost, and what came back with it may be missing from cash.
-- severity: medium
-- source: stripe
with events as (
    select seq, occurred_at, event_type, object_id as dispute_id
    from staging.raw_events
    where tenant_id = $1
        and source = 'stripe'
        and livemode is not false
        and occurred_at is not null
        and object_id is not null
        and event_type in (
            'charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.closed', 'charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated')
),

-- Once closed it stays so, in whatever order its deliveries came.
unended as materialized (
    select
        dispute_id,
        min(occurred_at) as opened_at,
        array_agg(seq order by occurred_at, seq) as event_seqs
    from events
    group by dispute_id
    having not bool_or(event_type = 'charge.dispute.closed') and min(occurred_at) < staging.now_at() - interval '120 days'
),

movements as (
    select seq, event_seq, amount_minor, currency
    from staging.raw_payments
    where tenant_id = $1 and kind = 'dispute' and livemode and (select exists (select from unended))
),

taken as (
    select
        u.dispute_id,
        m.currency,
        sum(m.amount_minor)::bigint as amount_minor,
        jsonb_agg(jsonb_build_object('table', 'raw_payments', 'seq', m.seq) order by m.seq) as fact_rows
    from unended as u
    cross join lateral unnest(u.event_seqs) as s (seq)
    join movements as m on m.event_seq = s.seq
    group by u.dispute_id, m.currency
)

select
    u.dispute_id as subject,
    format(
        'Dispute %s was opened on %s, %s, and no delivery says that it was closed.',
        u.dispute_id, report.local_day($1, u.opened_at),
        case
            when t.amount_minor < 0 then 'holds ' || report.amount_in_words(-t.amount_minor, t.currency)
            else 'holds no money'
        end) as detail,
    u.opened_at as occurred_at,
    (select jsonb_agg(jsonb_build_object('table', 'raw_events', 'seq', s.seq) order by s.place) from unnest(u.event_seqs) with ordinality as s (seq, place))
        || coalesce(t.fact_rows, '[]') as fact_rows
from unended as u
left join taken as t on t.dispute_id = u.dispute_id
