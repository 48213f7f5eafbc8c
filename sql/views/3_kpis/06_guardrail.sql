create function report.duration_in_words(p_duration interval) returns text
language sql immutable
as $$
    select case
        when d.hours >= 48 then floor(d.hours / 24) || ' days'
        when d.hours >= 2 then floor(d.hours) || ' hours'
        else '1 hour'
    end
    from (select extract(epoch from p_duration) / 3600 as hours) as d
$$;
comment on function report.duration_in_words(interval) is 'How long it is, in whole days or hours, to be read after "the last", "every" or "no more than".';

create function report.guardrail(p_tenant uuid, p_month date)
returns table (kpi text, feed text, cause text)
language sql stable
as $$
    with period as (
        select starts_at, ends_at
        from report.month_period(p_tenant, p_month)
    ),

    feeds as (
        select feed, label, source, event_types
        from staging.feeds
    ),

    definitions as (
        select kpi, numerator, denominator
        from staging.kpi_definitions
    ),

    kpi_feeds as (
        select distinct d.kpi, m.feed
        from definitions as d
        cross join lateral unnest(d.numerator || d.denominator) as u (term)
        join staging.measure_feeds as m on m.measure = split_part(u.term, '@', 1)
    ),

    stale as (
        select
            s.feed,
            case
                when s.silence is null then f.label || ' sent nothing yet.'
                else format(
                    '%s sent nothing in the last %s before the month ended; %s.',
                    f.label,
                    report.duration_in_words(s.silence),
                    case
                        when s.is_configured then 'by the settings no more than ' || report.duration_in_words(s.usual) || ' is usual'
                        when s.usual <= interval '72 hours' then 'it usually sends every day'
                        else 'it usually sends every ' || report.duration_in_words(s.usual / 3)
                    end)
            end as cause
        from report.feed_silence(p_tenant, p_month) as s
        join feeds as f on f.feed = s.feed
        where s.silence > s.usual or s.silence is null and s.is_configured
    ),

    waiting as (
        select f.feed, f.label, count(distinct q.event_seq) as deliveries
        from staging.quarantine as q
        cross join period as p
        join feeds as f on f.source = q.source and (f.event_types is null or q.event_type = any (f.event_types))
        where q.tenant_id = p_tenant
            and q.is_open
            and q.livemode is not false
            and coalesce(q.occurred_at, q.recorded_at) >= p.starts_at
            and coalesce(q.occurred_at, q.recorded_at) < p.ends_at
        group by f.feed, f.label
    ),

    quarantined as (
        select
            feed,
            case deliveries
                when 1 then format('A delivery of the month could not be read and waits in quarantine (%s).', label)
                else format('%s deliveries of the month could not be read and wait in quarantine (%s).', deliveries, label)
            end as cause
        from waiting
    ),

    disagreeing as (
        select f.feed, f.label, count(*) as findings
        from staging.findings as d
        cross join period as p
        join feeds as f on f.source = d.source
        where d.tenant_id = p_tenant
            and d.status = 'open'
            and d.severity = 'high'
            and coalesce(d.occurred_at, d.recorded_at) >= p.starts_at
            and coalesce(d.occurred_at, d.recorded_at) < p.ends_at
        group by f.feed, f.label
    ),

    found as (
        select
            feed,
            case findings
                when 1 then format('A finding of high severity about the month is open (%s).', label)
                else format('%s findings of high severity about the month are open (%s).', findings, label)
            end as cause
        from disagreeing
    ),

    causes as (
        select feed, cause from stale
        union all
        select feed, cause from quarantined
        union all
        select feed, cause from found
    )

    select k.kpi, c.feed, c.cause
    from causes as c
    join kpi_feeds as k on k.feed = c.feed
$$;
comment on function report.guardrail(uuid, date) is
    'Why figures of a tenant''s month may still change: a feed had fallen silent when it ended, or has deliveries in quarantine or open findings of high severity dated in it. One row a KPI and cause; none when every figure can be final.';
