create view staging.wins with (security_invoker) as
with deals as not materialized (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        status = 'won' and not deleted as is_won,
        value_minor,
        currency,
        owner_id,
        client_id,
        origin,
        branch
    from staging.opportunities
)

select
    d.tenant_id,
    d.seq,
    d.opportunity_id,
    d.effective_at as won_at,
    l.value_minor,
    l.currency,
    l.owner_id,
    l.client_id,
    l.origin,
    l.branch
from deals as d
-- Who has it and what it is worth is as known now; when it was won is the entry into the state that still holds.
cross join lateral (
    select
        e.value_minor,
        e.currency,
        e.owner_id,
        e.client_id,
        e.origin,
        e.branch
    from deals as e
    where e.tenant_id = d.tenant_id and e.opportunity_id = d.opportunity_id
    order by e.effective_at desc, e.seq desc
    limit 1
) as l
where d.is_won
    and not coalesce((
        select p.is_won
        from deals as p
        where p.tenant_id = d.tenant_id and p.opportunity_id = d.opportunity_id and (p.effective_at, p.seq) < (d.effective_at, d.seq)
        order by p.effective_at desc, p.seq desc
        limit 1
    ), false)
    and not exists (
        select
        from deals as n
        where n.tenant_id = d.tenant_id
            and n.opportunity_id = d.opportunity_id
            and (n.effective_at, n.seq) > (d.effective_at, d.seq)
            and n.is_won is not true
        offset 0
    );
comment on view staging.wins is 'Deals that are won now, at their entry into that state. One row a deal.';
comment on column staging.wins.seq is 'The observation that says it was won, in ledger.raw_opportunities.';
comment on column staging.wins.won_at is 'When it entered the state.';
comment on column staging.wins.value_minor is 'What it is worth by its latest observation, in minor units of currency.';
