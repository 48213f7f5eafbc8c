create view report.definition_sources with (security_invoker) as
with definitions as (
    select kpi, version, numerator, denominator, views_sha256
    from staging.kpi_definitions
),

measures as (
    select measure, view_name
    from staging.measures
),

files as materialized (
    select file, body, encode(sha256(convert_to(body, 'UTF8')), 'hex') as body_sha256
    from migrations.view_files
),

created as materialized (
    select f.file, c.names[1] as name
    from files as f
    cross join lateral regexp_matches(f.body, 'create (?:or replace )?(?:recursive )?(?:view|function) ((?:staging|report)\.[a-z0-9_]+)', 'g') as c (names)
),

named as (
    select distinct f.file, n.names[1] as name
    from files as f
    cross join lateral regexp_matches(f.body, '\m(?:staging|report)\.[a-z0-9_]+', 'g') as n (names)
),

-- Of the union of all measures' views a KPI follows those of its own measures, and those that are nobody's, such as corrections.
steps as materialized (
    select distinct n.file, c.file as needed_file
    from named as n
    join created as c on c.name = n.name
    where c.file <> n.file
        and not (
            n.file in (select u.file from created as u where u.name = 'report.measures')
            and n.name in (select m.view_name from measures as m)
        )
),

beginnings as (
    select d.kpi, c.file
    from definitions as d
    join created as c on c.name in ('report.kpis', 'report.kpis_by')
    union
    select d.kpi, c.file
    from definitions as d
    cross join lateral unnest(d.numerator || d.denominator) as t (term)
    join measures as m on m.measure = split_part(t.term, '@', 1)
    join created as c on c.name = m.view_name
),

needed as (
    with recursive walked as (
        select kpi, file
        from beginnings
        union
        select w.kpi, s.needed_file
        from walked as w
        join steps as s on s.file = w.file
    )

    select kpi, file
    from walked
),

summed as (
    select
        n.kpi,
        array_agg(n.file order by n.file collate "C") as files,
        -- By what they do and not by their names: a file may be renamed or renumbered.
        encode(sha256(convert_to(string_agg(f.body_sha256, '' order by f.body_sha256 collate "C"), 'UTF8')), 'hex') as views_sha256
    from needed as n
    join files as f on f.file = n.file
    group by n.kpi
)

select
    d.kpi,
    d.version,
    coalesce(s.files, '{}') as files,
    s.views_sha256,
    d.views_sha256 as recorded_sha256
from definitions as d
left join summed as s on s.kpi = d.kpi;
comment on view report.definition_sources is
    'The view files that compute each KPI: those of its measures and of report.kpis, and every file that creates what these name, and so on. One row a KPI.';
comment on column report.definition_sources.kpi is 'The KPI''s key.';
comment on column report.definition_sources.version is 'The version of its definition that holds.';
comment on column report.definition_sources.files is 'The files, by name.';
comment on column report.definition_sources.views_sha256 is 'SHA-256 of what those files do, comments aside: of the sorted SHA-256s of their texts in migrations.view_files.';
comment on column report.definition_sources.recorded_sha256 is 'What it was when this version was written down; null when it was not.';
