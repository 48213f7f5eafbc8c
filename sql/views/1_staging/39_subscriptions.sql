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
    r.client_id,
    r.department,
    r.team,
    r.owner_id,
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
comment on view staging.subscriptions is 'Subscriptions as observed, voided observations left out. One row a state observation; the latest by (effective_at, seq) is the current state.';
comment on column staging.subscriptions.subscription_id is 'Stripe''s subscription.';
comment on column staging.subscriptions.mrr_minor is 'What it earns a month from then on, in minor units of currency; 0 when it earns nothing.';
comment on column staging.subscriptions.account_id is 'The customer, else the client, else the subscription itself.';
