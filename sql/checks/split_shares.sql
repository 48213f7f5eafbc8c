-- The shares of a deal, as they were last agreed, do not come to 100 percent or to more than the deal is worth: whoever is
-- paid by them is paid too much or too little. Revenue itself is not split by them, and stays right.
-- severity: medium
-- source: events
with splits as (
    select tenant_id, seq, occurred_at, object_id as deal_id
    from staging.activity_events
    where tenant_id = $1 and event_type = 'deal.split' and object_id is not null
),

latest as materialized (
    select distinct on (deal_id) tenant_id, seq, occurred_at, deal_id
    from splits
    order by deal_id, occurred_at desc, seq desc
),

said as (
    select tenant_id, seq, attributes
    from staging.raw_events
    where tenant_id = $1 and source = 'events' and event_type = 'deal.split'
),

shares as (
    select
        l.seq,
        l.occurred_at,
        l.deal_id,
        s.attributes ->> 'currency' as currency,
        (h.share ->> 'percent')::numeric as percent,
        (h.share ->> 'amountMinor')::bigint as amount_minor
    from latest as l
    join said as s on s.tenant_id = l.tenant_id and s.seq = l.seq
    cross join lateral jsonb_array_elements(s.attributes -> 'shares') as h (share)
),

deals as (
    select
        l.deal_id,
        d.seq,
        d.value_minor,
        d.currency,
        d.deleted
    from latest as l
    cross join lateral (
        select o.seq, o.value_minor, o.currency, o.deleted
        from staging.opportunities as o
        where o.tenant_id = $1 and o.opportunity_id = l.deal_id
        order by o.effective_at desc, o.seq desc
        limit 1
    ) as d
),

-- A share that says both is worth its amount.
totals as (
    select
        s.seq,
        s.occurred_at,
        s.deal_id,
        s.currency,
        count(*) as share_count,
        count(s.percent) as percent_count,
        sum(s.percent) as percent,
        sum(coalesce(s.amount_minor, s.percent * d.value_minor / 100)) filter (where s.amount_minor is not null or d.value_minor is not null) as amount_minor,
        count(s.amount_minor) as amount_count,
        d.seq as deal_seq,
        d.value_minor
    from shares as s
    left join deals as d on d.deal_id = s.deal_id and d.currency = s.currency
    where not exists (select from deals as g where g.deal_id = s.deal_id and g.deleted)
    group by s.seq, s.occurred_at, s.deal_id, s.currency, d.seq, d.value_minor
),

-- Each share may be rounded: percents to one decimal, amounts to a minor unit.
judged as (
    select
        seq,
        occurred_at,
        deal_id,
        currency,
        percent,
        amount_minor,
        deal_seq,
        value_minor,
        case
            when percent_count = share_count and abs(percent - 100) > 0.05 * share_count or percent > 100 + 0.05 * share_count then 'percent'
            when amount_count > 0 and amount_minor > value_minor + share_count then 'amount'
        end as fault
    from totals
)

select
    j.deal_id as subject,
    case j.fault
        when 'percent' then format('The shares of deal %s come to %s percent and not to 100.', j.deal_id, trim_scale(j.percent))
        else format(
            'The shares of deal %s come to %s, and the deal is worth %s.',
            j.deal_id, report.amount_in_words(round(j.amount_minor)::bigint, j.currency), report.amount_in_words(j.value_minor, j.currency))
    end as detail,
    j.occurred_at,
    jsonb_build_array(jsonb_build_object('table', 'raw_events', 'seq', j.seq))
        || case
            when j.fault = 'amount' then jsonb_build_array(jsonb_build_object('table', 'raw_opportunities', 'seq', j.deal_seq))
            else '[]'
        end as fact_rows
from judged as j
where j.fault is not null
