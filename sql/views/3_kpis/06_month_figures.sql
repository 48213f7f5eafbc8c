create function report.month_figures(p_tenant uuid, p_month date)
returns table (
    kpi text, label text, currency text, unit text, value numeric, numerator numeric, denominator numeric, display_order int,
    has_previous boolean, previous numeric, previous_status text, good_direction text, target numeric, headline_order int
)
language sql stable
as $$
    with figures as (
        select kpi, currency, unit, value, numerator, denominator
        from report.kpis(p_tenant, p_month, (p_month + interval '1 month')::date)
    ),

    previous as (
        select kpi, currency, value, status
        from report.closed_month_metrics
        where tenant_id = p_tenant and month = (p_month - interval '1 month')::date and is_latest and dimension = 'company'
    ),

    definitions as (
        select kpi, label, unit, denominator, display_order, good_direction
        from staging.kpi_definitions
    ),

    targets as (
        select kpi, currency, target
        from report.kpi_targets(p_tenant, p_month)
    ),

    headlines as (
        select kpi, display_order
        from staging.headline_kpis
        where tenant_id = p_tenant
    ),

    -- Money of a currency that there was last month and is no more has fallen to nothing; it has not gone from the page.
    vanished as (
        select d.kpi, p.currency, d.unit, 0::numeric as value, 0::numeric as numerator, null::numeric as denominator
        from previous as p
        join definitions as d on d.kpi = p.kpi
        where p.currency is not null
            and d.denominator is null
            and not exists (select from figures as f where f.kpi = p.kpi and f.currency = p.currency)
    ),

    complete as (
        select kpi, currency, unit, value, numerator, denominator from figures
        union all
        select kpi, currency, unit, value, numerator, denominator from vanished
    )

    select
        c.kpi,
        d.label,
        c.currency,
        c.unit,
        c.value,
        c.numerator,
        c.denominator,
        d.display_order,
        exists (select from previous as e where e.kpi = c.kpi),
        case
            when p.kpi is not null then p.value
            when d.denominator is null and exists (select from previous as e where e.kpi = c.kpi) then 0
        end,
        p.status,
        d.good_direction,
        (
            select t.target
            from targets as t
            where t.kpi = c.kpi and (t.currency is null or t.currency = c.currency)
            order by t.currency nulls last
            limit 1
        ),
        h.display_order
    from complete as c
    join definitions as d on d.kpi = c.kpi
    left join previous as p on p.kpi = c.kpi and p.currency is not distinct from c.currency
    left join headlines as h on h.kpi = c.kpi
$$;
comment on function report.month_figures(uuid, date) is
    'What closes with a month: every KPI of it beside the figure the month before was frozen with. One row a KPI and currency of either month; has_previous tells whether there is a month to compare with, previous is null where that one was a ratio over nothing, target where none was set, headline_order where the digest does not show it.';
