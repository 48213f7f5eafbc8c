create function report.kpis_by(p_tenant uuid, p_from date, p_to date, p_filter jsonb, p_by text, p_kpis text[] default null)
returns table (
    dimension_value text, kpi text, currency text, value numeric, numerator numeric, denominator numeric, unit text, status text
)
language sql stable
as $$
    with definitions as (
        select kpi, unit, numerator, denominator, display_order
        from staging.kpi_definitions
        where p_kpis is null or kpi = any (p_kpis)
    ),

    wanted as (
        select array_agg(m.measure) as measures, array_agg(m.aggregation) as aggregations
        from definitions as d
        cross join lateral unnest(d.numerator || d.denominator) as u (term)
        join staging.measures as m on m.measure = split_part(u.term, '@', 1)
    ),

    tenant as (
        select currency
        from staging.tenants
        where tenant_id = p_tenant
    ),

    facts as not materialized (
        select
            measure,
            aggregation,
            occurred_at,
            currency,
            value,
            entity,
            fact_table,
            case p_by
                when 'department' then department
                when 'team' then team
                when 'owner_id' then owner_id
                when 'client_id' then client_id
                when 'branch' then branch
                when 'source_funnel' then source_funnel
                when 'utm_source' then utm_source
                when 'utm_medium' then utm_medium
                when 'utm_campaign' then utm_campaign
                when 'utm_term' then utm_term
                when 'utm_content' then utm_content
            end as dimension_value
        from report.measures
        where tenant_id = p_tenant
            -- Decided once a branch: those that hold none of the measures are not read.
            and (p_kpis is null or measure = any ((select w.measures from wanted as w)::text[]))
            and (p_kpis is null or aggregation = any ((select w.aggregations from wanted as w)::text[]))
            and (p_filter ->> 'department' is null or department = p_filter ->> 'department')
            and (p_filter ->> 'team' is null or team = p_filter ->> 'team')
            and (p_filter ->> 'owner_id' is null or owner_id = p_filter ->> 'owner_id')
            and (p_filter ->> 'client_id' is null or client_id = p_filter ->> 'client_id')
            and (p_filter ->> 'branch' is null or branch = p_filter ->> 'branch')
            and (p_filter ->> 'source_funnel' is null or source_funnel = p_filter ->> 'source_funnel')
            and (p_filter ->> 'utm_source' is null or utm_source = p_filter ->> 'utm_source')
            and (p_filter ->> 'utm_medium' is null or utm_medium = p_filter ->> 'utm_medium')
            and (p_filter ->> 'utm_campaign' is null or utm_campaign = p_filter ->> 'utm_campaign')
            and (p_filter ->> 'utm_term' is null or utm_term = p_filter ->> 'utm_term')
            and (p_filter ->> 'utm_content' is null or utm_content = p_filter ->> 'utm_content')
    ),

    -- The aggregation is a constant in nearly every branch of the measures: of each condition one line is left, and finds its index.
    sums as (
        select
            dimension_value,
            measure,
            currency,
            aggregation,
            sum(value) as value,
            sum(value) filter (where occurred_at < (select report.boundary(p_tenant, p_from))) as value_at_start
        from facts
        where aggregation = 'stock' and occurred_at < (select report.closing(p_tenant, p_to))
            or aggregation = 'sum'
            and occurred_at >= (select report.boundary(p_tenant, p_from))
            and occurred_at < (select report.boundary(p_tenant, p_to))
        group by dimension_value, measure, currency, aggregation
    ),

    entities as (
        select
            dimension_value,
            measure,
            currency,
            case
                -- The mean of the two in the middle: percentile_cont would leave exact numbers.
                when aggregation = 'median'
                    then (percentile_disc(0.5) within group (order by value) + percentile_disc(0.5) within group (order by value desc)) / 2
                else count(distinct entity) + coalesce(sum(value) filter (where fact_table = 'adjustments'), 0)
            end as value
        from facts
        where aggregation in ('distinct', 'median')
            and occurred_at >= (select report.boundary(p_tenant, p_from))
            and occurred_at < (select report.boundary(p_tenant, p_to))
            or aggregation = 'recent'
            and occurred_at >= (select report.closing(p_tenant, p_to) - interval '720 hours')
            and occurred_at < (select report.closing(p_tenant, p_to))
        group by dimension_value, measure, currency, aggregation
    ),

    amounts as (
        select dimension_value, measure as term, currency, value
        from sums
        union all
        select dimension_value, measure || '@start' as term, currency, coalesce(value_at_start, 0) as value
        from sums
        where aggregation = 'stock'
        union all
        select dimension_value, measure as term, currency, value
        from entities
    ),

    dimensions as (
        select null::text as dimension_value
        where p_by is null
        union
        select dimension_value
        from amounts
        where p_by is not null
    ),

    parts as (
        select
            a.dimension_value,
            d.kpi,
            a.currency,
            sum(a.value) filter (where a.term = any (d.numerator)) as numerator,
            sum(a.value) filter (where a.term = any (d.denominator)) as denominator
        from definitions as d
        join amounts as a on a.term = any (d.numerator || d.denominator)
        group by a.dimension_value, d.kpi, a.currency
    ),

    -- A row a currency. Money always has the tenant's own, if only to say that there was none; counts have no currency.
    currencies as (
        select dimension_value, kpi, currency
        from parts
        where currency is not null
        union
        select x.dimension_value, d.kpi, t.currency
        from dimensions as x
        cross join definitions as d
        cross join tenant as t
        where d.unit = 'money'
        union
        select x.dimension_value, d.kpi, null
        from dimensions as x
        cross join definitions as d
        where d.unit <> 'money'
            and not exists (
                select
                from parts as p
                where p.kpi = d.kpi and p.currency is not null and p.dimension_value is not distinct from x.dimension_value
            )
    ),

    totals as (
        select c.dimension_value, c.kpi, c.currency, sum(p.numerator) as numerator, sum(p.denominator) as denominator
        from currencies as c
        left join parts as p on p.kpi = c.kpi
            and p.dimension_value is not distinct from c.dimension_value
            and (p.currency is null or p.currency = c.currency)
        group by c.dimension_value, c.kpi, c.currency
    ),

    quotients as (
        select
            t.dimension_value,
            d.kpi,
            t.currency,
            case
                -- The middle of no days is unknown, and not no days.
                when d.unit = 'days' then t.numerator
                when d.denominator is null then coalesce(t.numerator, 0)
                -- A cost of which nothing was ever stated is unknown, and not nothing.
                when d.unit = 'money' and t.numerator is null then null
                else coalesce(t.numerator, 0) / nullif(t.denominator, 0)
            end as value,
            case when d.unit = 'days' then t.numerator else coalesce(t.numerator, 0) end as numerator,
            case when d.denominator is not null then coalesce(t.denominator, 0) end as denominator,
            d.unit,
            d.display_order
        from definitions as d
        join totals as t on t.kpi = d.kpi
    )

    select
        q.dimension_value,
        q.kpi,
        q.currency,
        q.value,
        q.numerator,
        q.denominator,
        q.unit,
        case when q.value is null then 'no data' else 'ok' end
    from quotients as q
    order by q.dimension_value, q.display_order, q.currency is distinct from (select t.currency from tenant as t), q.currency
$$;
comment on function report.kpis_by(uuid, date, date, jsonb, text, text[]) is
    'The KPIs p_kpis of a tenant (every KPI when that is null) over [from, to) in its local dates, filtered by tags ({"department":"sales"}; unknown finds what has none), for each value of the tag p_by, or of everything together when that is null. One row a tag value, KPI and currency, the tenant''s currency first; a ratio over nothing is null. Plain SQL without SET, STRICT or DEFINER, so that it inlines.';

create function report.kpis(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}')
returns table (kpi text, currency text, value numeric, numerator numeric, denominator numeric, unit text, status text)
language sql stable
as $$
    select kpi, currency, value, numerator, denominator, unit, status
    from report.kpis_by(p_tenant, p_from, p_to, p_filter, null)
$$;
comment on function report.kpis(uuid, date, date, jsonb) is
    'Every KPI of a tenant over [from, to) in its local dates, filtered by tags. One row a KPI and currency, the tenant''s currency first; a ratio over nothing is null.';
