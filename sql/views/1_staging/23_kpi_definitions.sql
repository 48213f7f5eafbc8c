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
        numerator,
        denominator,
        in_digest,
        rule,
        exclusions,
        fact_owner,
        example,
        example_numerator,
        example_denominator,
        views_sha256,
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
    v.numerator,
    v.denominator,
    v.in_digest,
    v.rule,
    v.exclusions,
    v.fact_owner,
    v.example,
    v.example_numerator,
    v.example_denominator,
    v.views_sha256,
    v.effective_from,
    v.approved_by
from versions as v
join latest as l on l.kpi = v.kpi and l.version = v.version;
comment on view staging.kpi_definitions is 'The definition of each KPI that holds. One row a KPI.';
