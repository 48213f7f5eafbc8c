create function report.kpis(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}')
returns table (kpi text, currency text, value numeric, numerator numeric, denominator numeric, unit text, status text)
language sql stable
as $$
    with definitions as (
        select kpi, unit, aggregation, numerator, denominator, display_order
        from staging.kpi_definitions
    ),

    tenant as (
        select currency
        from staging.tenants
        where tenant_id = p_tenant
    ),

    facts as not materialized (
        select measure, occurred_at, currency, value, entity, is_stock, fact_table
        from report.measures
        where tenant_id = p_tenant
            and occurred_at < (select report.boundary(p_tenant, p_to))
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

    flows as (
        select measure, currency, sum(value) as value
        from facts
        where not is_stock and occurred_at >= (select report.boundary(p_tenant, p_from))
        group by measure, currency
    ),

    entities as (
        select measure, currency, count(distinct entity) as value
        from facts
        -- A constant null in every branch without entities: those are not read.
        where entity is not null and occurred_at >= (select report.boundary(p_tenant, p_from))
        group by measure, currency
        union all
        select measure, currency, sum(value) as value
        from facts
        where fact_table = 'adjustments' and not is_stock and occurred_at >= (select report.boundary(p_tenant, p_from))
        group by measure, currency
    ),

    stocks as (
        select measure, currency, sum(value) as value
        from facts
        where is_stock
        group by measure, currency
    ),

    amounts as (
        select 'sum' as aggregation, measure, currency, value from flows
        union all
        select 'distinct' as aggregation, measure, currency, value from entities
        union all
        select 'running' as aggregation, measure, currency, value from stocks
    ),

    parts as (
        select
            d.kpi,
            a.currency,
            sum(a.value) filter (where a.measure = any (d.numerator)) as numerator,
            sum(a.value) filter (where a.measure = any (d.denominator)) as denominator
        from definitions as d
        join amounts as a on a.aggregation = d.aggregation and a.measure = any (d.numerator || d.denominator)
        group by d.kpi, a.currency
    ),

    -- A row a currency. Money always has the tenant's own, if only to say that there was none; counts have no currency.
    currencies as (
        select kpi, currency
        from parts
        where currency is not null
        union
        select d.kpi, t.currency
        from definitions as d
        cross join tenant as t
        where d.unit = 'money'
        union
        select d.kpi, null
        from definitions as d
        where d.unit <> 'money' and not exists (select from parts as p where p.kpi = d.kpi and p.currency is not null)
    ),

    totals as (
        select c.kpi, c.currency, sum(p.numerator) as numerator, sum(p.denominator) as denominator
        from currencies as c
        left join parts as p on p.kpi = c.kpi and (p.currency is null or p.currency = c.currency)
        group by c.kpi, c.currency
    ),

    quotients as (
        select
            d.kpi,
            t.currency,
            case
                when d.denominator is null then coalesce(t.numerator, 0)
                -- A cost of which nothing was ever stated is unknown, and not nothing.
                when d.unit = 'money' and t.numerator is null then null
                else coalesce(t.numerator, 0) / nullif(t.denominator, 0)
            end as value,
            coalesce(t.numerator, 0) as numerator,
            case when d.denominator is not null then coalesce(t.denominator, 0) end as denominator,
            d.unit,
            d.display_order
        from definitions as d
        join totals as t on t.kpi = d.kpi
    )

    select
        q.kpi,
        q.currency,
        q.value,
        q.numerator,
        q.denominator,
        q.unit,
        case when q.value is null then 'no data' else 'ok' end
    from quotients as q
    order by q.display_order, q.currency is distinct from (select t.currency from tenant as t), q.currency
$$;
comment on function report.kpis(uuid, date, date, jsonb) is
    'Every KPI of a tenant over [from, to) in its local dates, filtered by tags ({"department":"sales"}; unknown finds what has none). One row a KPI and currency, the tenant''s currency first; a ratio over nothing is null. Plain SQL without SET, STRICT or DEFINER, so that it inlines.';
