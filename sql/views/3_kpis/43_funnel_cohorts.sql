create function report.funnel_windows(p_tenant uuid, p_from date, p_to date, p_by text)
returns table (month text, is_previous boolean, starts_at timestamptz, ends_at timestamptz, known_until timestamptz)
language sql stable
as $$
    with parts as (
        select null::text as month, p_from as from_date, p_to as to_date
        where p_by is distinct from 'month'
        union all
        select to_char(g.first_day, 'YYYY-MM'), greatest(g.first_day::date, p_from), least((g.first_day + interval '1 month')::date, p_to)
        from generate_series(date_trunc('month', p_from::timestamp), p_to::timestamp - interval '1 day', interval '1 month') as g (first_day)
        where p_by = 'month'
    ),

    bounds as (
        select
            p.month,
            report.boundary(p_tenant, p.from_date) as starts_at,
            report.boundary(p_tenant, e.effective_to) as ends_at,
            report.boundary(p_tenant, e.previous_from) as previous_starts_at,
            report.boundary(p_tenant, e.previous_to) as previous_ends_at,
            report.boundary(p_tenant, report.today(p_tenant) + 1) as known_until
        from parts as p
        cross join lateral report.funnel_periods(p_tenant, p.from_date, p.to_date) as e
    )

    select month, false, starts_at, ends_at, known_until
    from bounds
    union all
    -- As far as was known of it the same time after it began: else the older leads would have had longer to come far.
    select month, true, previous_starts_at, previous_ends_at, known_until - (starts_at - previous_starts_at)
    from bounds
$$;
comment on function report.funnel_windows(uuid, date, date, text) is
    'The cohorts a conversion report counts: leads of [starts_at, ends_at) by what happened before known_until, and the same of the prior period as it stood equally long after its start. Two rows, or two a month when p_by is month.';

create function report.funnel_cohorts(p_tenant uuid, p_from date, p_to date, p_filter jsonb, p_by text)
returns table (
    dimension_value text, is_previous boolean, bucket text, is_young boolean,
    is_qualified boolean, is_booked boolean, is_completed boolean, is_won boolean, clients bigint
)
language sql stable
as $$
    with periods as materialized (
        select month, is_previous, starts_at, ends_at, known_until
        from report.funnel_windows(p_tenant, p_from, p_to, p_by)
    ),

    reached as (
        select
            p.is_previous,
            s.bucket,
            s.window_ends_at > p.known_until as is_young,
            coalesce(s.qualified_at < p.known_until, false) as is_qualified,
            coalesce(s.booked_at < p.known_until, false) as is_booked,
            coalesce(s.completed_at < p.known_until, false) as is_completed,
            coalesce(s.won_at < p.known_until, false) as is_won,
            case p_by when 'month' then p.month else s.dimension_value end as dimension_value
        from periods as p
        cross join lateral (
            select
                f.bucket,
                f.window_ends_at,
                f.qualified_at,
                f.booked_at,
                f.completed_at,
                f.won_at,
                case p_by
                    when 'source_funnel' then f.source_funnel
                    when 'owner_id' then f.owner_id
                    when 'branch' then f.branch
                end as dimension_value
            from report.funnel_stage as f
            where f.tenant_id = p_tenant
                and f.became_at >= p.starts_at
                and f.became_at < p.ends_at
                and (p_filter ->> 'department' is null or f.department = p_filter ->> 'department')
                and (p_filter ->> 'team' is null or f.team = p_filter ->> 'team')
                and (p_filter ->> 'owner_id' is null or f.owner_id = p_filter ->> 'owner_id')
                and (p_filter ->> 'client_id' is null or f.client_id = p_filter ->> 'client_id')
                and (p_filter ->> 'branch' is null or f.branch = p_filter ->> 'branch')
                and (p_filter ->> 'source_funnel' is null or f.source_funnel = p_filter ->> 'source_funnel')
                and (p_filter ->> 'utm_source' is null or f.utm_source = p_filter ->> 'utm_source')
                and (p_filter ->> 'utm_medium' is null or f.utm_medium = p_filter ->> 'utm_medium')
                and (p_filter ->> 'utm_campaign' is null or f.utm_campaign = p_filter ->> 'utm_campaign')
                and (p_filter ->> 'utm_term' is null or f.utm_term = p_filter ->> 'utm_term')
                and (p_filter ->> 'utm_content' is null or f.utm_content = p_filter ->> 'utm_content')
            -- A subquery of its own, so that the bounds reach the index.
            offset 0
        ) as s
    )

    select dimension_value, is_previous, bucket, is_young, is_qualified, is_booked, is_completed, is_won, count(*)
    from reached
    group by dimension_value, is_previous, bucket, is_young, is_qualified, is_booked, is_completed, is_won
$$;
comment on function report.funnel_cohorts(uuid, date, date, jsonb, text) is
    'How many clients of a period and of the prior one show which stages themselves, nothing implied, for each value of p_by (month, source_funnel, owner_id, branch; null for all together). One row a value, period, bucket and combination.';
