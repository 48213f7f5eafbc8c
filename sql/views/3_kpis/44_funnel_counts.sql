create function report.funnel_counts(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}', p_by text default null)
returns table (
    dimension_value text, stage text, stage_order int, clients bigint, implied bigint, previous_clients bigint, young bigint, status text
)
language sql stable
as $$
    with signals as (
        select stage, stage_order, is_modeled
        from report.funnel_signals(p_tenant)
    ),

    cohorts as (
        select dimension_value, is_previous, is_young, is_qualified, is_booked, is_completed, is_won, clients
        from report.funnel_cohorts(p_tenant, p_from, p_to, p_filter, p_by)
        where bucket is null
    ),

    reached as (
        select
            c.dimension_value,
            x.stage,
            sum(c.clients) filter (where x.is_reached and not c.is_previous) as clients,
            sum(c.clients) filter (where x.is_reached and not x.is_shown and not c.is_previous) as implied,
            sum(c.clients) filter (where x.is_reached and c.is_previous) as previous_clients,
            sum(c.clients) filter (where c.is_young and not c.is_previous) as young
        from cohorts as c
        cross join lateral (
            values
                ('lead', true, true),
                ('qualified', c.is_qualified, c.is_qualified or c.is_booked or c.is_completed or c.is_won),
                ('booked', c.is_booked, c.is_booked or c.is_completed or c.is_won),
                ('completed', c.is_completed, c.is_completed or c.is_won),
                ('won', c.is_won, c.is_won)
        ) as x (stage, is_shown, is_reached)
        group by c.dimension_value, x.stage
    ),

    periods as materialized (
        select month, is_previous, starts_at, ends_at
        from report.funnel_windows(p_tenant, p_from, p_to, p_by)
    ),

    visits as (
        select
            case p_by when 'month' then p.month else v.dimension_value end as dimension_value,
            'visitor' as stage,
            count(distinct v.entity) filter (where not p.is_previous) as clients,
            count(distinct v.entity) filter (where p.is_previous) as previous_clients
        from periods as p
        cross join lateral (
            select
                m.entity,
                case p_by
                    when 'source_funnel' then m.source_funnel
                    when 'owner_id' then m.owner_id
                    when 'branch' then m.branch
                end as dimension_value
            from report.measures as m
            where m.tenant_id = p_tenant
                and m.measure = 'visits'
                and m.aggregation = 'distinct'
                and m.fact_table = 'raw_events'
                and m.occurred_at >= p.starts_at
                and m.occurred_at < p.ends_at
                and (p_filter ->> 'department' is null or m.department = p_filter ->> 'department')
                and (p_filter ->> 'team' is null or m.team = p_filter ->> 'team')
                and (p_filter ->> 'owner_id' is null or m.owner_id = p_filter ->> 'owner_id')
                and (p_filter ->> 'client_id' is null or m.client_id = p_filter ->> 'client_id')
                and (p_filter ->> 'branch' is null or m.branch = p_filter ->> 'branch')
                and (p_filter ->> 'source_funnel' is null or m.source_funnel = p_filter ->> 'source_funnel')
                and (p_filter ->> 'utm_source' is null or m.utm_source = p_filter ->> 'utm_source')
                and (p_filter ->> 'utm_medium' is null or m.utm_medium = p_filter ->> 'utm_medium')
                and (p_filter ->> 'utm_campaign' is null or m.utm_campaign = p_filter ->> 'utm_campaign')
                and (p_filter ->> 'utm_term' is null or m.utm_term = p_filter ->> 'utm_term')
                and (p_filter ->> 'utm_content' is null or m.utm_content = p_filter ->> 'utm_content')
            offset 0
        ) as v
        group by 1
    ),

    counted as (
        select dimension_value, stage, clients, implied, previous_clients, young
        from reached
        union all
        select dimension_value, stage, clients, 0, previous_clients, 0
        from visits
    ),

    dimensions as (
        select null::text as dimension_value
        where p_by is null
        union
        select dimension_value
        from counted
        where p_by is not null
        union
        select month
        from periods
        where p_by = 'month'
    )

    select
        d.dimension_value,
        s.stage,
        s.stage_order,
        case when s.is_modeled then coalesce(c.clients, 0)::bigint end,
        case when s.is_modeled then coalesce(c.implied, 0)::bigint end,
        case when s.is_modeled then coalesce(c.previous_clients, 0)::bigint end,
        coalesce(c.young, 0)::bigint,
        case when s.is_modeled then 'ok' else 'not yet modeled' end
    from dimensions as d
    cross join signals as s
    left join counted as c on c.dimension_value is not distinct from d.dimension_value and c.stage = s.stage
    order by d.dimension_value, s.stage_order
$$;
comment on function report.funnel_counts(uuid, date, date, jsonb, text) is
    'Of a period''s leads, how many came to which stage within the tenant''s window, and the same of the prior period on equal footing; different visitors of both periods before them. One row a value of p_by (month, source_funnel, owner_id, branch; null for all together) and stage: implied are those counted only because a later stage says so, young the leads whose window is still running; clients is null where the stage is not yet modeled.';
