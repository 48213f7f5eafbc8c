-- A share of a deal goes to somebody whom the settings do not name among the owners: a typing error, or a person who is
-- missing from the settings, and what they earn shows under nobody's name. Only where the settings name owners at all. An e-mail
-- address is not repeated.
-- severity: low
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

owners as (
    select distinct owner_id
    from staging.owners
    where tenant_id = $1
),

sharers as (
    select distinct l.seq, l.occurred_at, l.deal_id, h.share ->> 'ownerId' as owner_id
    from latest as l
    cross join lateral jsonb_array_elements(l.attributes -> 'shares') as h (share)
),

named as (
    select
        seq,
        occurred_at,
        deal_id,
        owner_id,
        case when strpos(owner_id, '@') > 0 then left(encode(sha256(convert_to(owner_id, 'UTF8')), 'hex'), 12) else owner_id end as mark,
        case when strpos(owner_id, '@') > 0 then 'somebody named by an e-mail address' else owner_id end as name
    from sharers
)

select
    left(s.deal_id || '/' || s.mark, 500) as subject,
    format('A share of deal %s goes to %s, who is no owner in the settings.', s.deal_id, s.name) as detail,
    s.occurred_at,
    jsonb_build_array(jsonb_build_object('table', 'raw_events', 'seq', s.seq)) as fact_rows
from named as s
where exists (select from owners)
    and not exists (select from owners as o where o.owner_id = s.owner_id)
