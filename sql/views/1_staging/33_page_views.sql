create view staging.page_views with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        occurred_at,
        object_id,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content
    from staging.raw_events
    where source = 'events' and event_type = 'page.viewed' and occurred_at is not null
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_events'
)

select
    r.tenant_id,
    r.seq,
    r.occurred_at,
    r.object_id as visitor_id,
    r.department,
    r.team,
    r.owner_id,
    r.client_id,
    r.branch,
    r.source_funnel,
    r.utm_source,
    r.utm_medium,
    r.utm_campaign,
    r.utm_term,
    r.utm_content
from recorded as r
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.page_views is 'Page views, voided ones left out. One row a view.';
comment on column staging.page_views.visitor_id is 'Who viewed, by the site''s own id.';
