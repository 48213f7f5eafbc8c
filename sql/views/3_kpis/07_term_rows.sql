create function report.term_rows(p_tenant uuid, p_terms text[], p_from date, p_to date)
returns table (
    term text, currency text, value numeric, entity text, occurred_at timestamptz, local_date date, fact_table text, fact_seq bigint
)
language sql stable
as $$
    with terms as (
        select t.term, m.measure, m.aggregation, t.term like '%@start' as is_at_start
        from unnest(p_terms) as t (term)
        join staging.measures as m on m.measure = split_part(t.term, '@', 1)
    )

    select
        t.term,
        m.currency,
        m.value,
        m.entity,
        m.occurred_at,
        m.local_date,
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
$$;
comment on function report.term_rows(uuid, text[], date, date) is
    'The rows of many KPIs'' terms at once, as report.kpi_rows has them of one: each measure is read once however many KPIs it stands in. One row a measure''s row and term.';
