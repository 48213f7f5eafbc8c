-- The shares of a deal, as they were last agreed, do not come to 100 percent or to more than the deal is worth: whoever is
-- paid by them is paid too much or too little. Revenue itself is not split by them, and stays right.
-- severity: medium
-- source: events
with voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_events'
),

splits as (
    select e.seq, e.occurred_at, e.object_id as deal_id, e.attributes
    from staging.raw_events as e
    where e.tenant_id = $1
        and e.source = 'events'
        and e.event_type = 'deal.split'
        and e.object_id is not null
        and e.occurred_at is not null
        and (e.tenant_id, e.seq) not in (select v.tenant_id, v.seq from voided as v)
),

latest as (
    select distinct on (deal_id) seq, occurred_at, deal_id, attributes
    from splits
    order by deal_id, occurred_at desc, seq desc
),

-- Of a deal that is gone nobody is paid; one whose value is not known, or is in another currency, cannot be compared with.
valued as (
    select
        l.seq,
        l.occurred_at,
        l.deal_id,
        l.attributes,
        l.attributes ->> 'currency' as currency,
        d.seq as deal_seq,
        case when d.currency = l.attributes ->> 'currency' then d.value_minor end as value_minor
    from latest as l
    left join lateral (
        select o.seq, o.value_minor, o.currency, o.deleted
        from staging.opportunities as o
        where o.tenant_id = $1 and o.opportunity_id = l.deal_id
        order by o.effective_at desc, o.seq desc
        limit 1
    ) as d on true
    where d.deleted is not true
),

-- A share that says both is worth its amount.
totals as (
    select
        v.seq,
        v.occurred_at,
        v.deal_id,
        v.currency,
        v.deal_seq,
        v.value_minor,
        t.share_count,
        t.percent_count,
        t.amount_count,
        t.percent,
        t.amount_minor
    from valued as v
    cross join lateral (
        select
            count(*) as share_count,
            count(s.percent) as percent_count,
            count(s.amount_minor) as amount_count,
            sum(s.percent) as percent,
            sum(coalesce(s.amount_minor, s.percent * v.value_minor / 100)) as amount_minor
        from (
            select (h.share ->> 'percent')::numeric as percent, (h.share ->> 'amountMinor')::bigint as amount_minor
            from jsonb_array_elements(v.attributes -> 'shares') as h (share)
        ) as s
    ) as t
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
