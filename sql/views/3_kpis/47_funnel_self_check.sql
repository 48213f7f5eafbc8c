create function report.funnel_self_check(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}')
returns table (check_name text, check_order int, meaning text, found bigint, of bigint, status text)
language sql stable
as $$
    with signals as (
        select
            bool_or(is_modeled) filter (where stage = 'qualified') as has_qualified,
            bool_or(is_modeled) filter (where stage = 'booked') as has_booked,
            bool_or(is_modeled) filter (where stage = 'completed') as has_completed
        from report.funnel_signals(p_tenant)
    ),

    cohorts as materialized (
        select bucket, is_qualified, is_booked, is_completed, is_won, clients
        from report.funnel_cohorts(p_tenant, p_from, p_to, p_filter, null)
        where not is_previous
    ),

    -- Each stage as a subset of the one before, by what the sources say themselves.
    subsets as (
        select x.check_name, x.check_order, x.meaning, sum(c.clients) filter (where x.is_later and not x.is_earlier) as found, sum(c.clients) filter (where x.is_later) as of, 'implied' as finding
        from signals as s
        cross join lateral (select bucket, is_qualified, is_booked, is_completed, is_won, clients from cohorts where bucket is null union all select null, false, false, false, false, 0) as c
        cross join lateral (
            values
                ('booked_within_qualified', 1, 'Leads that booked and were never seen qualified: counted as qualified.', c.is_booked, c.is_qualified, s.has_qualified),
                ('completed_within_booked', 2, 'Leads whose call took place and that were never seen to book one: counted as booked.', c.is_completed, c.is_booked, s.has_booked),
                ('won_within_completed', 3, 'Leads that were won and whose call was never seen to take place: counted as completed.', c.is_won, c.is_completed, s.has_completed)
        ) as x (check_name, check_order, meaning, is_later, is_earlier, is_modeled)
        where x.is_modeled
        group by x.check_name, x.check_order, x.meaning
    ),

    -- What happened in the period to somebody who is no client of ours at all: no cohort can hold it.
    strays as (
        select
            x.check_name,
            x.check_order,
            x.meaning,
            count(*) filter (
                where m.measure = x.measure
                    and not exists (
                        select
                        from staging.lead_candidates as l
                        where l.tenant_id = p_tenant and l.client_id = m.client_id and (l.is_reachable or l.bucket <> 'partial')
                    )
            ) as found,
            count(*) filter (where m.measure = x.measure) as of,
            'violated' as finding
        from (
            values
                ('booked_are_leads', 4, 'Calls booked in the period by somebody who is no lead and in no bucket above.', 'booked'),
                ('completed_are_leads', 5, 'Calls of the period that took place with such a person.', 'showed'),
                ('won_are_leads', 6, 'Deals won in the period of such a person.', 'won')
        ) as x (check_name, check_order, meaning, measure)
        left join report.measures as m on m.measure = x.measure
            and m.tenant_id = p_tenant
            and m.measure in ('booked', 'showed', 'won')
            and m.aggregation = 'sum'
            and m.fact_table <> 'adjustments'
            and m.occurred_at >= (select report.boundary(p_tenant, p_from))
            and m.occurred_at < (select report.boundary(p_tenant, p_to))
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
        group by x.check_name, x.check_order, x.meaning
    ),

    checks as (
        select check_name, check_order, meaning, found, of, finding
        from subsets
        union all
        select check_name, check_order, meaning, found, of, finding
        from strays
    )

    select check_name, check_order, meaning, coalesce(found, 0)::bigint, coalesce(of, 0)::bigint, case when coalesce(found, 0) = 0 then 'ok' else finding end
    from checks
    order by check_order
$$;
comment on function report.funnel_self_check(uuid, date, date, jsonb) is
    'Whether the conversion model''s stages fit into one another. One row a check: implied where a later stage stood in for one that nobody saw, violated where something happened to somebody who is no lead; found of how many.';
