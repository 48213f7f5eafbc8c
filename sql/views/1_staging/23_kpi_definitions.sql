create view staging.kpi_definitions with (security_invoker) as
with versions as (
    select
        seq,
        kpi,
        version,
        label,
        unit,
        good_direction,
        department,
        display_order,
        aggregation,
        numerator,
        denominator,
        in_digest,
        rule,
        effective_from,
        approved_by
    from staging.raw_kpi_definitions
),

latest as (
    select kpi, max(version) as version
    from versions
    group by kpi
)

select
    v.seq,
    v.kpi,
    v.version,
    v.label,
    v.unit,
    v.good_direction,
    v.department,
    v.display_order,
    v.aggregation,
    v.numerator,
    v.denominator,
    v.in_digest,
    v.rule,
    v.effective_from,
    v.approved_by
from versions as v
join latest as l on l.kpi = v.kpi and l.version = v.version;
comment on view staging.kpi_definitions is 'The definition of each KPI that holds. One row a KPI.';
