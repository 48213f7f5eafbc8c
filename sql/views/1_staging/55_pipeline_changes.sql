create view staging.pipeline_changes with (security_invoker) as
with deals as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        pipeline_id,
        stage_id,
        coalesce(status = 'open' and not deleted, false) as is_open,
        value_minor,
        owner_id is not null and value_minor is not null and origin is not null as is_complete,
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
        is_open,
        value_minor,
        is_complete,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        case when lag(seq) over by_time is null or (pipeline_id, stage_id) is distinct from (lag(pipeline_id) over by_time, lag(stage_id) over by_time) then effective_at end as moved_at,
        (is_open, value_minor, currency, owner_id, client_id, origin, branch, pipeline_id, stage_id) is not distinct from (
            lag(is_open) over by_time, lag(value_minor) over by_time, lag(currency) over by_time, lag(owner_id) over by_time, lag(client_id) over by_time,
            lag(origin) over by_time, lag(branch) over by_time, lag(pipeline_id) over by_time, lag(stage_id) over by_time
        ) as is_repeated
    from deals
    window by_time as (partition by tenant_id, opportunity_id order by effective_at, seq)
),

-- Of the 30 days since the last stage move nothing is left once they are over, said or not.
dated as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        is_open::int as open_deals,
        case when is_open then coalesce(value_minor, 0) else 0 end as open_minor,
        case when is_open and is_complete then max(moved_at) over so_far + interval '720 hours' end as tidy_until,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        is_repeated
    from steps
    window so_far as (partition by tenant_id, opportunity_id order by effective_at, seq rows unbounded preceding)
),

-- Said again without a difference it is where it was: only what changes says anew whose it is.
changed as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        open_deals,
        open_minor,
        tidy_until,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        lead(effective_at) over by_time as next_effective_at,
        lag(effective_at) over by_time as previous_effective_at,
        lag(open_deals) over by_time as previous_open_deals,
        lag(open_minor) over by_time as previous_open_minor,
        lag(tidy_until) over by_time as previous_tidy_until,
        lag(currency) over by_time as previous_currency,
        lag(owner_id) over by_time as previous_owner_id,
        lag(client_id) over by_time as previous_client_id,
        lag(origin) over by_time as previous_origin,
        lag(branch) over by_time as previous_branch
    from dated
    where is_repeated is not true
    window by_time as (partition by tenant_id, opportunity_id order by effective_at, seq)
)

select
    c.tenant_id,
    c.seq,
    c.opportunity_id,
    x.effective_at,
    x.tagged_at,
    x.change_minor,
    x.change_open,
    x.change_tidy,
    case when x.is_before then c.previous_currency else c.currency end as currency,
    case when x.is_before then c.previous_owner_id else c.owner_id end as owner_id,
    case when x.is_before then c.previous_client_id else c.client_id end as client_id,
    case when x.is_before then c.previous_origin else c.origin end as origin,
    case when x.is_before then c.previous_branch else c.branch end as branch
from changed as c
-- What it was goes from where it came to, what it is comes to whoever has it by then: so the stock of each is right.
cross join lateral (
    values
        (
            true, c.effective_at, c.previous_effective_at, -c.previous_open_minor, -c.previous_open_deals,
            -coalesce(c.previous_tidy_until > c.effective_at, false)::int
        ),
        (false, c.effective_at, c.effective_at, c.open_minor, c.open_deals, coalesce(c.tidy_until > c.effective_at, false)::int),
        (
            false, case when c.tidy_until > c.effective_at and c.tidy_until <= coalesce(c.next_effective_at, 'infinity') then c.tidy_until end, c.effective_at, 0, 0, -1
        )
) as x (is_before, effective_at, tagged_at, change_minor, change_open, change_tidy)
where x.effective_at is not null and (x.change_minor <> 0 or x.change_open <> 0 or x.change_tidy <> 0);
comment on view staging.pipeline_changes is
    'Changes of the number, the value and the tidiness of open deals; of one that changes hands, what it was goes from the one and what it is comes to the other. Two rows an observation that changes something about an open deal, one for what it was and one for what it is, one more when its deal stays so long in a stage that it is tidy no more.';
comment on column staging.pipeline_changes.effective_at is 'When it changes; of a deal that was left alone for too long, when that was so.';
comment on column staging.pipeline_changes.tagged_at is 'The moment at which the tags of this row held.';
comment on column staging.pipeline_changes.change_minor is 'Of the value: signed, in minor units of currency.';
comment on column staging.pipeline_changes.change_open is 'Of the number of open deals.';
comment on column staging.pipeline_changes.change_tidy is 'Of the number of open deals with owner, value and source that moved to another stage in the last 30 days.';
