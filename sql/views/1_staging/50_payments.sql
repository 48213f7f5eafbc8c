create view staging.payments with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        occurred_at,
        kind,
        amount_minor,
        currency,
        livemode,
        account,
        charge_id,
        payment_intent_id,
        customer_id,
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
    from staging.raw_payments
),

captures as not materialized (
    select
        tenant_id,
        charge_id,
        payment_intent_id,
        customer_id,
        livemode,
        account,
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
    from staging.raw_payments
    where kind = 'capture'
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_payments'
)

select
    p.tenant_id,
    p.seq,
    p.occurred_at,
    p.kind,
    p.amount_minor,
    p.currency,
    p.account,
    p.charge_id,
    -- Sources tag the charge; what later happens to its money belongs to the same department, person and campaign.
    -- A probe a tag, and not one join: a query that does not ask for a tag does not look for it.
    coalesce(p.department, (
        select c.department
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'department') as department,
    coalesce(p.team, (
        select c.team
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'team') as team,
    coalesce(p.owner_id, (
        select c.owner_id
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'owner_id') as owner_id,
    coalesce(p.client_id, (
        select c.client_id
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'client_id', y.client_id) as client_id,
    coalesce(p.branch, (
        select c.branch
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'branch') as branch,
    coalesce(p.source_funnel, (
        select c.source_funnel
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'source_funnel') as source_funnel,
    coalesce(p.utm_source, (
        select c.utm_source
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'utm_source') as utm_source,
    coalesce(p.utm_medium, (
        select c.utm_medium
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'utm_medium') as utm_medium,
    coalesce(p.utm_campaign, (
        select c.utm_campaign
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'utm_campaign') as utm_campaign,
    coalesce(p.utm_term, (
        select c.utm_term
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'utm_term') as utm_term,
    coalesce(p.utm_content, (
        select c.utm_content
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    ), g.tags ->> 'utm_content') as utm_content
from recorded as p
cross join lateral (
    select coalesce(p.customer_id, (
        select c.customer_id
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    )) as customer_id,
    coalesce(p.payment_intent_id, (
        select c.payment_intent_id
        from captures as c
        where p.kind <> 'capture' and (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
    )) as payment_intent_id
    offset 0
) as k
-- Offset 0: looked for once a movement, and not once a tag.
cross join lateral (select t.tags from staging.payment_tags(p.tenant_id, k.payment_intent_id, p.charge_id) as t offset 0) as g
cross join lateral staging.payer(p.tenant_id, k.customer_id, p.charge_id) as y
where p.livemode
    and (p.tenant_id, p.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.payments is
    'Cash movements as corrected: live mode, voided ones left out, the tags of a refund taken from its charge where it has none, then those of what was paid for, the client from whoever paid where no source names it. One row a movement.';
