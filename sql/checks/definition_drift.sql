-- A KPI is no longer computed as its definition was written down. One row a fault; none when healthy. For the operator to mend.
-- mend is the statement that makes it right, to go into a new migration: of a change that is meant.
-- severity: high
-- source: ledger
-- scope: database
with definitions as (
    select kpi, version, numerator, denominator
    from staging.kpi_definitions
),

sources as (
    select kpi, version, files, views_sha256, recorded_sha256
    from report.definition_sources
),

terms as (
    select distinct d.kpi, split_part(t.term, '@', 1) as measure, t.term
    from definitions as d
    cross join lateral unnest(d.numerator || d.denominator) as t (term)
),

bodies as (
    select file, body
    from migrations.view_files
),

unknown_term as (
    select t.kpi, format('is made of %s, which is no measure of config.measures', t.term) as problem
    from terms as t
    left join staging.measures as m on m.measure = t.measure
    where m.measure is null or t.term not in (t.measure, t.measure || '@start')
    union all
    select t.kpi, format('asks for %s, and only a stock has a start', t.term)
    from terms as t
    join staging.measures as m on m.measure = t.measure
    where t.term = t.measure || '@start' and m.aggregation <> 'stock'
),

-- A measure that no view produces would be counted as nothing.
unproduced_measure as (
    select
        t.kpi,
        case
            when to_regclass(m.view_name) is null then format('is made of %s, whose view %s does not exist', t.measure, m.view_name)
            when not exists (select from bodies as u where u.body ~ 'create view report\.measures\M' and u.body ~ (m.view_name || '\M'))
                then format('is made of %s, whose view %s is not part of report.measures', t.measure, m.view_name)
            when not exists (select from bodies as b where b.file = any (s.files) and strpos(b.body, quote_literal(t.measure)) > 0)
                then format('is made of %s, which no view file behind %s mentions', t.measure, m.view_name)
        end as problem
    from terms as t
    join staging.measures as m on m.measure = t.measure
    join sources as s on s.kpi = t.kpi
),

drifted as (
    select
        kpi,
        version,
        views_sha256,
        recorded_sha256,
        case when recorded_sha256 is null then 'was defined without the hash of its view files' else 'is computed by other view files than its definition was written for' end as problem
    from sources
    where recorded_sha256 is distinct from views_sha256
)

select kpi as name, problem, null as recorded, null as current, null as mend
from unknown_term
union all
select kpi, problem, null, null, null
from unproduced_measure
where problem is not null
union all
select
    kpi,
    problem,
    recorded_sha256,
    views_sha256,
    format('select config.restate_definition(%L, %s, %L, %L, %L);', kpi, version + 1, views_sha256, current_date, 'who approved it')
from drifted
order by name, problem
