create view staging.client_changes with (security_invoker) as
with milestones as (
    select
        tenant_id,
        seq,
        client_id,
        effective_at,
        milestone,
        health_score
    from staging.client_milestones
),

-- Of each kind the first: a client is onboarded once, however often it comes back.
firsts as (
    select distinct on (tenant_id, client_id, milestone)
        tenant_id,
        client_id,
        milestone,
        seq,
        effective_at
    from milestones
    where milestone in ('onboarded', 'first_lead', 'hit_100k')
    order by tenant_id, client_id, milestone, effective_at, seq
),

onboarded as (
    select tenant_id, client_id, seq, effective_at
    from firsts
    where milestone = 'onboarded'
),

at_100k as (
    select
        o.tenant_id,
        o.client_id,
        case when (h.effective_at, h.seq) > (o.effective_at, o.seq) then h.seq else o.seq end as seq,
        greatest(o.effective_at, h.effective_at) as effective_at
    from onboarded as o
    join firsts as h on h.tenant_id = o.tenant_id and h.client_id = o.client_id and h.milestone = 'hit_100k'
),

first_leads as (
    select
        o.tenant_id,
        o.client_id,
        l.seq,
        greatest(o.effective_at, l.effective_at) as effective_at,
        greatest(extract(epoch from l.effective_at - o.effective_at), 0) / 86400 as days
    from onboarded as o
    join firsts as l on l.tenant_id = o.tenant_id and l.client_id = o.client_id and l.milestone = 'first_lead'
),

-- What holds after each statement: the latest score, and whether the client is with us, has left, or neither was ever said.
counted as (
    select
        tenant_id,
        seq,
        client_id,
        effective_at,
        milestone,
        health_score,
        count(health_score) over by_time as scores,
        count(*) filter (where milestone in ('onboarded', 'churned')) over by_time as comings_and_goings
    from milestones
    where milestone in ('onboarded', 'churned', 'health_scored')
    window by_time as (partition by tenant_id, client_id order by effective_at, seq)
),

states as (
    select
        tenant_id,
        seq,
        client_id,
        effective_at,
        coalesce(bool_or(milestone = 'onboarded') filter (where milestone in ('onboarded', 'churned')) over by_status, false) as is_active,
        coalesce(bool_or(milestone = 'churned') filter (where milestone in ('onboarded', 'churned')) over by_status, false) as is_gone,
        max(health_score) over by_score as health_score
    from counted
    window
        by_status as (partition by tenant_id, client_id, comings_and_goings),
        by_score as (partition by tenant_id, client_id, scores)
),

stocks as (
    select
        s.tenant_id,
        s.seq,
        s.client_id,
        s.effective_at,
        x.stock,
        x.amount
    from states as s
    cross join lateral (
        values
            ('active_clients', case when s.is_active then 1::numeric end),
            ('health_points', case when not s.is_gone then s.health_score end)
    ) as x (stock, amount)
),

compared as (
    select
        tenant_id,
        seq,
        client_id,
        effective_at,
        stock,
        amount,
        lag(amount) over by_time as previous_amount
    from stocks
    window by_time as (partition by tenant_id, client_id, stock order by effective_at, seq)
),

changed as (
    select
        tenant_id,
        seq,
        client_id,
        effective_at,
        stock,
        amount,
        previous_amount,
        lag(seq) over by_time as previous_seq
    from compared
    where amount is distinct from previous_amount
    window by_time as (partition by tenant_id, client_id, stock order by effective_at, seq)
),

-- What a client counted for leaves with the tags it came with, so that the stock of each is right.
sides as (
    select tenant_id, client_id, stock, seq, effective_at, seq as tag_seq, amount, 1 as sign
    from changed
    where amount is not null
    union all
    select tenant_id, client_id, stock, seq, effective_at, previous_seq as tag_seq, -previous_amount as amount, -1 as sign
    from changed
    where previous_amount is not null
)

select tenant_id, client_id, seq, tag_seq, effective_at, 'stock'::text as aggregation, stock as measure, amount as value
from sides
union all
select tenant_id, client_id, seq, tag_seq, effective_at, 'stock'::text as aggregation, 'scored_clients'::text as measure, sign::numeric as value
from sides
where stock = 'health_points'
union all
select tenant_id, client_id, seq, seq as tag_seq, effective_at, 'stock'::text as aggregation, 'onboarded_clients'::text as measure, 1::numeric as value
from onboarded
union all
select tenant_id, client_id, seq, seq as tag_seq, effective_at, 'stock'::text as aggregation, 'clients_at_100k'::text as measure, 1::numeric as value
from at_100k
union all
select tenant_id, client_id, seq, seq as tag_seq, effective_at, 'median'::text as aggregation, 'days_to_first_lead'::text as measure, days as value
from first_leads;
comment on view staging.client_changes is
    'What milestones and scores change about clients. One row a statement and measure that it changes, two where an amount is followed by another.';
comment on column staging.client_changes.client_id is 'The client.';
comment on column staging.client_changes.seq is 'The statement that changes it.';
comment on column staging.client_changes.tag_seq is 'The statement whose tags it has.';
comment on column staging.client_changes.effective_at is 'When it changes.';
comment on column staging.client_changes.aggregation is 'How the measure adds up: stock or median.';
comment on column staging.client_changes.measure is 'What changes: a key of config.measures.';
comment on column staging.client_changes.value is 'By how much; for days_to_first_lead the days themselves.';
