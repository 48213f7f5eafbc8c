create view staging.pipeline_changes with (security_invoker) as
with deals as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        case when status = 'open' and not deleted then coalesce(value_minor, 0) else 0 end as open_minor,
        currency,
        owner_id,
        client_id,
        origin,
        branch
    from staging.opportunities
),

-- A stock reads every observation anyway: one pass in the index's order is quicker than a probe each.
steps as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        open_minor,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        lag(effective_at) over by_time as previous_effective_at,
        lag(open_minor) over by_time as previous_open_minor,
        lag(currency) over by_time as previous_currency,
        lag(owner_id) over by_time as previous_owner_id,
        lag(client_id) over by_time as previous_client_id,
        lag(origin) over by_time as previous_origin,
        lag(branch) over by_time as previous_branch
    from deals
    window by_time as (partition by tenant_id, opportunity_id order by effective_at, seq)
),

compared as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        open_minor,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        previous_effective_at,
        previous_open_minor,
        previous_currency,
        previous_owner_id,
        previous_client_id,
        previous_origin,
        previous_branch,
        previous_effective_at is not null
            and (currency, owner_id, client_id, origin, branch)
                is not distinct from (previous_currency, previous_owner_id, previous_client_id, previous_origin, previous_branch) as is_same
    from steps
),

-- What it was worth goes from whoever had it, what it is worth comes to whoever has it: so the stock of each is right.
sides as (
    select
        c.tenant_id,
        c.seq,
        c.opportunity_id,
        c.effective_at,
        case when x.is_after then c.effective_at else c.previous_effective_at end as tagged_at,
        case
            when c.is_same and x.is_after then c.open_minor - c.previous_open_minor
            when c.is_same then 0
            when x.is_after then c.open_minor
            else -c.previous_open_minor
        end as change_minor,
        case when x.is_after then c.currency else c.previous_currency end as currency,
        case when x.is_after then c.owner_id else c.previous_owner_id end as owner_id,
        case when x.is_after then c.client_id else c.previous_client_id end as client_id,
        case when x.is_after then c.origin else c.previous_origin end as origin,
        case when x.is_after then c.branch else c.previous_branch end as branch
    from compared as c
    cross join (values (true), (false)) as x (is_after)
    where not c.is_same or c.open_minor <> c.previous_open_minor
)

select
    s.tenant_id,
    s.seq,
    s.opportunity_id,
    s.effective_at,
    s.tagged_at,
    s.change_minor,
    s.currency,
    s.owner_id,
    s.client_id,
    s.origin,
    s.branch
from sides as s
where s.change_minor <> 0;
comment on view staging.pipeline_changes is
    'Changes of the value of open deals; of one that changes hands, what it was worth goes from the one and what it is worth comes to the other. One row an observation that changes something, two when it changes hands.';
comment on column staging.pipeline_changes.tagged_at is 'The moment at which the tags of this row held.';
comment on column staging.pipeline_changes.change_minor is 'Signed, in minor units of currency.';
