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
    -- Sources tag the charge; what later happens to its money belongs to the same department, person and campaign. What was said of
    -- the charge later stands above what its first event said: the events of one second come in any order.
    -- A probe a tag, and not one join: a query that does not ask for a tag does not look for it.
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'department' else p.department end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'department'
            else (
                select c.department
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'department'
    ) as department,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'team' else p.team end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'team'
            else (
                select c.team
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'team'
    ) as team,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'owner_id' else p.owner_id end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'owner_id'
            else (
                select c.owner_id
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'owner_id'
    ) as owner_id,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'client_id' else p.client_id end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'client_id'
            else (
                select c.client_id
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'client_id', y.client_id
    ) as client_id,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'branch' else p.branch end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'branch'
            else (
                select c.branch
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'branch'
    ) as branch,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'source_funnel' else p.source_funnel end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'source_funnel'
            else (
                select c.source_funnel
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'source_funnel'
    ) as source_funnel,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'utm_source' else p.utm_source end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'utm_source'
            else (
                select c.utm_source
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'utm_source'
    ) as utm_source,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'utm_medium' else p.utm_medium end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'utm_medium'
            else (
                select c.utm_medium
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'utm_medium'
    ) as utm_medium,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'utm_campaign' else p.utm_campaign end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'utm_campaign'
            else (
                select c.utm_campaign
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'utm_campaign'
    ) as utm_campaign,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'utm_term' else p.utm_term end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'utm_term'
            else (
                select c.utm_term
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'utm_term'
    ) as utm_term,
    coalesce(
        case when p.kind in ('capture', 'failure') and g.metadata is not null then g.metadata ->> 'utm_content' else p.utm_content end,
        case
            when p.kind in ('capture', 'failure') then null
            when g.metadata is not null then g.metadata ->> 'utm_content'
            else (
                select c.utm_content
                from captures as c
                where (c.tenant_id, c.charge_id, c.livemode, c.account) = (p.tenant_id, p.charge_id, p.livemode, p.account)
            )
        end,
        g.tags ->> 'utm_content'
    ) as utm_content
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
cross join lateral (
    select m.tags as metadata, t.tags
    from staging.charge_metadata(p.tenant_id, p.charge_id) as m
    cross join lateral staging.payment_tags(p.tenant_id, k.payment_intent_id, p.charge_id) as t
    offset 0
) as g
cross join lateral staging.payer(p.tenant_id, k.customer_id, p.charge_id) as y
where p.livemode
    and (p.tenant_id, p.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.payments is
    'Cash movements as corrected: live mode, voided ones left out, the tags of a refund taken from its charge where it has none, then those of what was paid for, the client from whoever paid where no source names it. One row a movement.';
