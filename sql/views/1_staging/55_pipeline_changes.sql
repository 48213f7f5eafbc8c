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
        is_open::int as open_deals,
        case when is_open then coalesce(value_minor, 0) else 0 end as open_minor,
        is_open and is_complete as is_complete,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        case when lag(seq) over by_time is null or (pipeline_id, stage_id) is distinct from (lag(pipeline_id) over by_time, lag(stage_id) over by_time) then effective_at end as moved_at,
        lag(seq) over by_time is not null
            and (is_open, value_minor, currency, owner_id, client_id, origin, branch) is not distinct from (
                lag(is_open) over by_time, lag(value_minor) over by_time, lag(currency) over by_time, lag(owner_id) over by_time,
                lag(client_id) over by_time, lag(origin) over by_time, lag(branch) over by_time
            ) as is_same,
        lead(effective_at) over by_time as next_effective_at,
        lag(is_open::int) over by_time as previous_open_deals,
        lag(case when is_open then coalesce(value_minor, 0) else 0 end) over by_time as previous_open_minor,
        lag(is_open and is_complete) over by_time as previous_is_complete,
        lag(currency) over by_time as previous_currency,
        lag(owner_id) over by_time as previous_owner_id,
        lag(client_id) over by_time as previous_client_id,
        lag(origin) over by_time as previous_origin,
        lag(branch) over by_time as previous_branch
    from deals
    window by_time as (partition by tenant_id, opportunity_id order by effective_at, seq)
),

-- Of the 30 days since the last stage move nothing is left once they are over, said or not. And what is said again, or only
-- moves to another stage, stays whose it was.
dated as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        open_deals,
        open_minor,
        case when is_complete then max(moved_at) over so_far + interval '720 hours' end as tidy_until,
        max(case when not is_same then effective_at end) over so_far as tagged_at,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        is_same,
        next_effective_at,
        coalesce(previous_open_deals, 0) as previous_open_deals,
        coalesce(previous_open_minor, 0) as previous_open_minor,
        case when previous_is_complete then max(moved_at) over before + interval '720 hours' end as previous_tidy_until,
        max(case when not is_same then effective_at end) over before as previous_tagged_at,
        previous_currency,
        previous_owner_id,
        previous_client_id,
        previous_origin,
        previous_branch
    from steps
    window
        so_far as (partition by tenant_id, opportunity_id order by effective_at, seq rows unbounded preceding),
        before as (partition by tenant_id, opportunity_id order by effective_at, seq rows between unbounded preceding and 1 preceding)
),

compared as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        open_deals,
        open_minor,
        coalesce(tidy_until > effective_at, false)::int as tidy_deals,
        case when tidy_until > effective_at and tidy_until <= coalesce(next_effective_at, 'infinity') then tidy_until end as untidy_at,
        tagged_at,
        currency,
        owner_id,
        client_id,
        origin,
        branch,
        is_same,
        previous_open_deals,
        previous_open_minor,
        coalesce(previous_tidy_until > effective_at, false)::int as previous_tidy_deals,
        previous_tagged_at,
        previous_currency,
        previous_owner_id,
        previous_client_id,
        previous_origin,
        previous_branch
    from dated
)

select
    c.tenant_id,
    c.seq,
    c.opportunity_id,
    case x.side when 'later' then c.untidy_at else c.effective_at end as effective_at,
    case x.side when 'before' then c.previous_tagged_at else c.tagged_at end as tagged_at,
    case
        when x.side = 'later' or c.is_same then 0
        when x.side = 'before' then -c.previous_open_minor
        else c.open_minor
    end as change_minor,
    case
        when x.side = 'later' or c.is_same then 0
        when x.side = 'before' then -c.previous_open_deals
        else c.open_deals
    end as change_open,
    case
        when x.side = 'later' then -1
        when c.is_same then c.tidy_deals - c.previous_tidy_deals
        when x.side = 'before' then -c.previous_tidy_deals
        else c.tidy_deals
    end as change_tidy,
    case x.side when 'before' then c.previous_currency else c.currency end as currency,
    case x.side when 'before' then c.previous_owner_id else c.owner_id end as owner_id,
    case x.side when 'before' then c.previous_client_id else c.client_id end as client_id,
    case x.side when 'before' then c.previous_origin else c.origin end as origin,
    case x.side when 'before' then c.previous_branch else c.branch end as branch
from compared as c
-- What it was goes from where it came to, what it is comes to whoever has it by then: so the stock of each is right.
cross join lateral unnest(
    case when c.is_same then array['after'] else array['before', 'after'] end || case when c.untidy_at is not null then array['later'] else '{}' end
) as x (side)
where (
    case
        when c.is_same then c.tidy_deals <> c.previous_tidy_deals
        else (c.open_minor, c.open_deals, c.tidy_deals, c.previous_open_minor, c.previous_open_deals, c.previous_tidy_deals) <> (0, 0, 0, 0, 0, 0)
    end
    or c.untidy_at is not null
);
comment on view staging.pipeline_changes is
    'Changes of the number, the value and the tidiness of open deals: what it was goes from where it came to, what it is comes to whoever has it by then. Two rows an observation that changes what is open, worth or whose; one when a deal that stood too long moves on; one more when its deal stays so long in a stage that it is tidy no more.';
comment on column staging.pipeline_changes.effective_at is 'When it changes; of a deal that was left alone for too long, when that was so.';
comment on column staging.pipeline_changes.tagged_at is 'The moment at which the tags of this row held.';
comment on column staging.pipeline_changes.change_minor is 'Of the value: signed, in minor units of currency.';
comment on column staging.pipeline_changes.change_open is 'Of the number of open deals.';
comment on column staging.pipeline_changes.change_tidy is 'Of the number of open deals with owner, value and source that moved to another stage in the last 30 days.';
