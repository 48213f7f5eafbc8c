create function report.feed_silence(p_tenant uuid, p_month date)
returns table (feed text, silence interval, usual interval, is_configured boolean)
language sql stable
as $$
    with recursive period as (
        select ends_at
        from report.month_period(p_tenant, p_month)
    ),

    feeds as (
        select feed, source, event_types
        from staging.feeds
    ),

    intervals as (
        select feed, hours
        from staging.source_intervals
        where tenant_id = p_tenant
    ),

    -- The types that a tenant has are few: from each the next one is a probe, however many events there are.
    types as (
        (
            select event_type, source
            from staging.raw_events
            where tenant_id = p_tenant
            order by event_type
            limit 1
        )
        union all
        select n.event_type, n.source
        from types as t
        cross join lateral (
            select e.event_type, e.source
            from staging.raw_events as e
            where e.tenant_id = p_tenant and e.event_type > t.event_type
            order by e.event_type
            limit 1
        ) as n
    ),

    feed_types as (
        select f.feed, t.event_type
        from feeds as f
        join types as t on t.source = f.source and (f.event_types is null or t.event_type = any (f.event_types))
    ),

    last_events as (
        select t.feed, max(l.occurred_at) as last_at
        from feed_types as t
        cross join period as p
        cross join lateral (
            select e.occurred_at
            from staging.raw_events as e
            where e.tenant_id = p_tenant and e.event_type = t.event_type and e.occurred_at < p.ends_at and e.livemode is not false
            order by e.occurred_at desc
            limit 1
        ) as l
        group by t.feed
    ),

    -- By days, counted back from the end: within a day every business is silent at night. A probe a type and day.
    active_days as (
        select distinct t.feed, d.days_before
        from feed_types as t
        cross join period as p
        cross join generate_series(0, 89) as d (days_before)
        where exists (
            select
            from staging.raw_events as e
            where e.tenant_id = p_tenant
                and e.event_type = t.event_type
                and e.occurred_at >= p.ends_at - d.days_before * interval '24 hours' - interval '24 hours'
                and e.occurred_at < p.ends_at - d.days_before * interval '24 hours'
                and e.livemode is not false
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
    )

    select
        f.feed,
        p.ends_at - l.last_at,
        coalesce(i.hours * interval '1 hour', 3 * h.median_days * interval '24 hours'),
        i.feed is not null
    from feeds as f
    cross join period as p
    left join last_events as l on l.feed = f.feed
    left join habits as h on h.feed = f.feed
    left join intervals as i on i.feed = f.feed
$$;
comment on function report.feed_silence(uuid, date) is
    'How long each feed of a tenant had said nothing when a month ended, by when its events happened; and how long that may be: by the settings, else three times the median of the gaps between the days on which it spoke, of the last 90. One row a feed; silence is null for one that never spoke, usual for one without habit or setting.';
