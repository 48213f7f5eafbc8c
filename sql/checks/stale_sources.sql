-- A source has said nothing of its own for longer than the settings allow or, without a setting, three times the median of the
-- gaps between the days on which it spoke: its webhook may be switched off, and figures from now on may lack what it would say.
-- What the reconciliation fetched itself does not count, or nobody would notice.
-- severity: medium
-- source: ledger
with recursive feeds as (
    select feed, label, source, event_types
    from staging.feeds
),

intervals as (
    select feed, hours
    from staging.source_intervals
    where tenant_id = $1
),

-- The types that a tenant has are few: from each the next one is a probe, however many events there are.
types as (
    (
        select event_type, source
        from staging.raw_events
        where tenant_id = $1
        order by event_type
        limit 1
    )
    union all
    select n.event_type, n.source
    from types as t
    cross join lateral (
        select e.event_type, e.source
        from staging.raw_events as e
        where e.tenant_id = $1 and e.event_type > t.event_type
        order by e.event_type
        limit 1
    ) as n
),

-- Of what only ever comes by a pull none would be found, after a look at every one.
feed_types as (
    select f.feed, t.event_type
    from feeds as f
    join types as t on t.source = f.source and (f.event_types is null or t.event_type = any (f.event_types))
    where t.event_type not in ('balance_transaction', 'opportunity', 'appointment', 'contact')
),

last_by_type as materialized (
    select t.feed, t.event_type, l.seq, l.occurred_at
    from feed_types as t
    cross join lateral (
        select e.seq, e.occurred_at
        from staging.raw_events as e
        where e.tenant_id = $1
            and e.event_type = t.event_type
            and e.occurred_at < staging.now_at() + interval '48 hours'
            and e.livemode is not false
            and e.channel <> 'pull'
        order by e.occurred_at desc, e.seq desc
        limit 1
    ) as l
),

last_events as (
    select distinct on (feed) feed, seq, occurred_at as last_at
    from last_by_type
    order by feed, occurred_at desc, seq desc
),

-- Counted back from the last it said, so that its habit does not fade while it is silent. A probe a type and day.
active_days as (
    select distinct t.feed, d.days_before
    from last_by_type as t
    join last_events as l on l.feed = t.feed
    cross join generate_series(0, 89) as d (days_before)
    where exists (
        select
        from staging.raw_events as e
        where e.tenant_id = $1
            and e.event_type = t.event_type
            and e.occurred_at > l.last_at - (d.days_before + 1) * interval '24 hours'
            and e.occurred_at <= l.last_at - d.days_before * interval '24 hours'
            and e.livemode is not false
            and e.channel <> 'pull'
        offset 0
    )
),

gaps as (
    select feed, days_before - lag(days_before) over (partition by feed order by days_before) as days
    from active_days
),

-- What spoke on fewer than five days has no habit yet.
habits as (
    select feed, percentile_disc(0.5) within group (order by days) as median_days
    from gaps
    where days is not null
    group by feed
    having count(*) >= 4
),

silences as (
    select
        f.feed,
        f.label,
        f.source,
        l.seq,
        l.last_at,
        i.feed is not null as is_configured,
        coalesce(i.hours * interval '1 hour', 3 * h.median_days * interval '24 hours') as usual
    from feeds as f
    left join last_events as l on l.feed = f.feed
    left join habits as h on h.feed = f.feed
    left join intervals as i on i.feed = f.feed
)

select
    s.feed as subject,
    case
        when s.last_at is null then format('%s sent nothing yet; by the settings no more than %s of silence is usual.', s.label, report.duration_in_words(s.usual))
        else format(
            '%s sent nothing since %s; %s.',
            s.label,
            report.local_day($1, s.last_at),
            case
                when s.is_configured then 'by the settings no more than ' || report.duration_in_words(s.usual) || ' is usual'
                when s.usual <= interval '72 hours' then 'it usually sends every day'
                else 'it usually sends every ' || report.duration_in_words(s.usual / 3)
            end)
    end as detail,
    s.last_at as occurred_at,
    case when s.seq is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object('table', 'raw_events', 'seq', s.seq)) end as fact_rows,
    s.source
from silences as s
where staging.now_at() - s.last_at > s.usual or s.last_at is null and s.is_configured
