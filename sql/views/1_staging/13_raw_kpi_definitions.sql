create view staging.raw_kpi_definitions with (security_invoker) as
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
from config.kpi_definitions
where (select staging.definitions_as_of_incarnation()) is null
    or incarnation < (select staging.definitions_as_of_incarnation())
    or (
        incarnation = (select staging.definitions_as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.definitions_as_of_snapshot()))
    );
comment on view staging.raw_kpi_definitions is 'config.kpi_definitions as of app.as_of_definitions, else app.as_of. One row a version.';
