create function report.kpi_rows(p_tenant uuid, p_kpi text, p_from date, p_to date, p_filter jsonb default '{}')
returns table (
    measure text, term text, aggregation text, in_numerator boolean, in_denominator boolean, currency text, value numeric, entity text,
    occurred_at timestamptz, local_date date, department text, team text, owner_id text, client_id text, branch text, source_funnel text, utm_source text, utm_medium text, utm_campaign text, utm_term text, utm_content text, fact_table text, fact_seq bigint
)
language sql stable
as $$
    with definition as (
        select numerator, coalesce(denominator, '{}') as denominator
        from staging.kpi_definitions
        where kpi = p_kpi
    ),

    terms as (
        select
            t.term,
            m.measure,
            m.aggregation,
            t.term like '%@start' as is_at_start,
            t.term = any (d.numerator) as in_numerator,
            t.term = any (d.denominator) as in_denominator
        from definition as d
        cross join lateral (select distinct u.term from unnest(d.numerator || d.denominator) as u (term)) as t
        join staging.measures as m on m.measure = split_part(t.term, '@', 1)
    )

    select
        m.measure,
        t.term,
        m.aggregation,
        t.in_numerator,
        t.in_denominator,
        m.currency,
        m.value,
        m.entity,
        m.occurred_at,
        m.local_date,
        m.department,
        m.team,
        m.owner_id,
        m.client_id,
        m.branch,
        m.source_funnel,
        m.utm_source,
        m.utm_medium,
        m.utm_campaign,
        m.utm_term,
        m.utm_content,
        m.fact_table,
        m.fact_seq
    from report.measures as m
    join terms as t on t.measure = m.measure
    where m.tenant_id = p_tenant
        -- Decided once a branch: those that hold none of the measures are not read.
        and m.measure = any ((select array_agg(n.measure) from terms as n)::text[])
        and m.aggregation = any ((select array_agg(n.aggregation) from terms as n)::text[])
        and (
            m.aggregation = 'stock'
            and m.occurred_at < (select report.closing(p_tenant, p_to))
            and (not t.is_at_start or m.occurred_at < (select report.boundary(p_tenant, p_from)))
            or m.aggregation in ('sum', 'distinct', 'median')
            and m.occurred_at >= (select report.boundary(p_tenant, p_from))
            and m.occurred_at < (select report.boundary(p_tenant, p_to))
            or m.aggregation = 'recent'
            and m.occurred_at >= (select report.closing(p_tenant, p_to) - interval '720 hours')
            and m.occurred_at < (select report.closing(p_tenant, p_to))
        )
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
$$;
comment on function report.kpi_rows(uuid, text, date, date, jsonb) is
    'The rows a KPI is made of: added up as their aggregation says they are its numerator and denominator in report.kpis. One row a measure''s row and term of the KPI; no row for an unknown KPI. A term is a measure, or measure@start: the stock where the period begins.';
