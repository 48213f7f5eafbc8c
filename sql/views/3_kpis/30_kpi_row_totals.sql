create function report.kpi_row_totals(p_tenant uuid, p_kpi text, p_from date, p_to date, p_filter jsonb default '{}')
returns table (
    term text, measure text, aggregation text, in_numerator boolean, in_denominator boolean, currency text, row_count bigint, value numeric
)
language sql stable
as $$
    select
        r.term,
        r.measure,
        r.aggregation,
        r.in_numerator,
        r.in_denominator,
        r.currency,
        count(*),
        case
            when r.aggregation in ('sum', 'stock') then sum(r.value)
            when r.aggregation = 'median'
                then (percentile_disc(0.5) within group (order by r.value) + percentile_disc(0.5) within group (order by r.value desc)) / 2
            else count(distinct r.entity) + coalesce(sum(r.value) filter (where r.fact_table = 'adjustments'), 0)
        end
    from report.kpi_rows(p_tenant, p_kpi, p_from, p_to, p_filter) as r
    group by r.term, r.measure, r.aggregation, r.in_numerator, r.in_denominator, r.currency
$$;
comment on function report.kpi_row_totals(uuid, text, date, date, jsonb) is
    'What the rows of report.kpi_rows come to, each term by its own aggregation: those of the numerator are together the KPI''s numerator, and so for the denominator. One row a term and currency that has rows.';
