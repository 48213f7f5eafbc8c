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
    coalesce(p.department, c.department) as department,
    coalesce(p.team, c.team) as team,
    coalesce(p.owner_id, c.owner_id) as owner_id,
    coalesce(p.client_id, c.client_id) as client_id,
    coalesce(p.branch, c.branch) as branch,
    coalesce(p.source_funnel, c.source_funnel) as source_funnel,
    coalesce(p.utm_source, c.utm_source) as utm_source,
    coalesce(p.utm_medium, c.utm_medium) as utm_medium,
    coalesce(p.utm_campaign, c.utm_campaign) as utm_campaign,
    coalesce(p.utm_term, c.utm_term) as utm_term,
    coalesce(p.utm_content, c.utm_content) as utm_content
from recorded as p
-- Sources tag the charge; what later happens to its money belongs to the same department, person and campaign.
left join lateral (
    select
        c.department,
        c.team,
        c.owner_id,
        c.client_id,
        c.branch,
        c.source_funnel,
        c.utm_source,
        c.utm_medium,
        c.utm_campaign,
        c.utm_term,
        c.utm_content
    from staging.raw_payments as c
    where p.kind <> 'capture'
        and c.tenant_id = p.tenant_id
        and c.charge_id = p.charge_id
        and c.livemode = p.livemode
        and c.account = p.account
        and c.kind = 'capture'
    order by c.seq
    limit 1
) as c on true
where p.livemode
    and not exists (
        select
        from voided as v
        where v.tenant_id = p.tenant_id and v.seq = p.seq
    );
comment on view staging.payments is
    'Cash movements as corrected: live mode, voided ones left out, the tags of a refund taken from its charge where it has none. One row a movement.';
