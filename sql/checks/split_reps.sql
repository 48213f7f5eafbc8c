-- A share of a deal goes to somebody whom the settings do not name among the owners: a typing error, or a person who is
-- missing from the settings, and what they earn shows under nobody's name. Only where the settings name owners at all.
-- severity: low
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

owners as (
    select distinct owner_id
    from staging.owners
    where tenant_id = $1
),

sharers as (
    select distinct l.seq, l.occurred_at, l.deal_id, h.share ->> 'ownerId' as owner_id
    from latest as l
    join said as s on s.tenant_id = l.tenant_id and s.seq = l.seq
    cross join lateral jsonb_array_elements(s.attributes -> 'shares') as h (share)
)

select
    left(s.deal_id || '/' || s.owner_id, 500) as subject,
    format('A share of deal %s goes to %s, who is no owner in the settings.', s.deal_id, s.owner_id) as detail,
    s.occurred_at,
    jsonb_build_array(jsonb_build_object('table', 'raw_events', 'seq', s.seq)) as fact_rows
from sharers as s
where exists (select from owners)
    and not exists (select from owners as o where o.owner_id = s.owner_id)
