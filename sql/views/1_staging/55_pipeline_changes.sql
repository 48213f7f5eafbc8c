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
)

select
    s.tenant_id,
    s.seq,
    s.opportunity_id,
    s.effective_at,
    c.tagged_at,
    c.change_minor,
    c.currency,
    c.owner_id,
    c.client_id,
    c.origin,
    c.branch
from compared as s
-- What it was worth goes from whoever had it, what it is worth comes to whoever has it: so the stock of each is right.
cross join lateral (
    values
        (
            s.effective_at,
            s.open_minor - case when s.is_same then s.previous_open_minor else 0 end,
            s.currency, s.owner_id, s.client_id, s.origin, s.branch
        ),
        (
            s.previous_effective_at,
            case when s.is_same then 0 else -s.previous_open_minor end,
            s.previous_currency, s.previous_owner_id, s.previous_client_id, s.previous_origin, s.previous_branch
        )
) as c (tagged_at, change_minor, currency, owner_id, client_id, origin, branch)
where (not s.is_same or s.open_minor <> s.previous_open_minor)
    and c.change_minor <> 0;
comment on view staging.pipeline_changes is
    'Changes of the value of open deals; of one that changes hands, what it was worth goes from the one and what it is worth comes to the other. One row an observation that changes something, two when it changes hands.';
comment on column staging.pipeline_changes.tagged_at is 'The moment at which the tags of this row held.';
comment on column staging.pipeline_changes.change_minor is 'Signed, in minor units of currency.';
