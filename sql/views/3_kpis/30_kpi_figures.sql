create function report.kpi_figures(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}', p_by text default null, p_kpis text[] default null)
returns table (
    dimension_value text, kpi text, label text, department text, definition_version int, unit text, good_direction text, currency text,
    value numeric, numerator numeric, denominator numeric, status text, target numeric, attainment numeric, display_order int
)
language sql stable
as $$
    with definitions as (
        select kpi, version, label, department, good_direction, display_order
        from staging.kpi_definitions
    ),

    -- A target is the whole company's, for a month: beside a part of either it would mislead.
    targets as (
        select kpi, currency, target
        from report.kpi_targets(p_tenant, p_from)
        where p_by is null
            and p_filter = '{}'
            and extract(day from p_from) = 1
            and p_to = (p_from + interval '1 month')::date
    ),

    figures as (
        select dimension_value, kpi, unit, currency, value, numerator, denominator, status
        from report.kpis_by(p_tenant, p_from, p_to, p_filter, p_by, p_kpis)
    )

    select
        f.dimension_value,
        f.kpi,
        d.label,
        d.department,
        d.version,
        f.unit,
        d.good_direction,
        f.currency,
        trim_scale(f.value),
        trim_scale(f.numerator),
        trim_scale(f.denominator),
        f.status,
        trim_scale(t.target),
        case d.good_direction
            when 'up' then trim_scale(f.value / nullif(t.target, 0))
            when 'down' then trim_scale(t.target / nullif(f.value, 0))
        end,
        d.display_order
    from figures as f
    join definitions as d on d.kpi = f.kpi
    left join lateral (
        select g.target
        from targets as g
        where g.kpi = f.kpi and (g.currency is null or g.currency = f.currency)
        order by g.currency nulls last
        limit 1
    ) as t on true
$$;
comment on function report.kpi_figures(uuid, date, date, jsonb, text, text[]) is
    'report.kpis_by beside what each KPI means, and, for the whole company in exactly one month, beside its target: attainment is value ÷ target where up is good, target ÷ value where down is good, null without both or over 0. One row a tag value, KPI and currency.';
