create view staging.subscriptions with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        entity_id,
        effective_at,
        case when active and not deleted then coalesce(mrr_minor, 0) else 0 end as mrr_minor,
        currency,
        customer_id,
        client_id,
        department,
        team,
        owner_id,
        branch,
        source_funnel,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content
    from staging.raw_clients
    where aspect = 'subscription'
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_clients'
)

select
    r.tenant_id,
    r.seq,
    r.entity_id as subscription_id,
    r.effective_at,
    r.mrr_minor,
    r.currency,
    r.customer_id,
    -- Whose revenue it is: a customer with two subscriptions that ends one has shrunk, not left.
    coalesce(r.customer_id, r.client_id, r.entity_id) as account_id,
    coalesce(r.client_id, g.tags ->> 'client_id') as client_id,
    coalesce(r.department, g.tags ->> 'department') as department,
    coalesce(r.team, g.tags ->> 'team') as team,
    coalesce(r.owner_id, g.tags ->> 'owner_id') as owner_id,
    coalesce(r.branch, g.tags ->> 'branch') as branch,
    coalesce(r.source_funnel, g.tags ->> 'source_funnel') as source_funnel,
    coalesce(r.utm_source, g.tags ->> 'utm_source') as utm_source,
    coalesce(r.utm_medium, g.tags ->> 'utm_medium') as utm_medium,
    coalesce(r.utm_campaign, g.tags ->> 'utm_campaign') as utm_campaign,
    coalesce(r.utm_term, g.tags ->> 'utm_term') as utm_term,
    coalesce(r.utm_content, g.tags ->> 'utm_content') as utm_content
from recorded as r
cross join lateral staging.subscription_tags(r.tenant_id, r.entity_id) as g
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.subscriptions is 'Subscriptions as observed, voided observations left out, with the tags of the checkout session where they have none. One row a state observation; the latest by (effective_at, seq) is the current state.';
comment on column staging.subscriptions.subscription_id is 'Stripe''s subscription.';
comment on column staging.subscriptions.mrr_minor is 'What it earns a month from then on, in minor units of currency; 0 when it earns nothing.';
comment on column staging.subscriptions.account_id is 'The customer, else the client, else the subscription itself.';
