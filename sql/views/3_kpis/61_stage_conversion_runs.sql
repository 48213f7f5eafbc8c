create view report.stage_conversion_runs with (security_invoker) as
with runs as (
    select
        tenant_id,
        seq,
        run_id,
        status,
        parameters,
        actor,
        started_at,
        finished_at,
        as_of,
        error
    from runs.report_run
    where report = 'stage_conversion'
)

select
    r.tenant_id,
    r.seq,
    r.run_id,
    r.status,
    r.parameters ->> 'pipeline' as pipeline_id,
    r.parameters ->> 'pipelineName' as pipeline,
    (r.parameters ->> 'from')::date as period_from,
    (r.parameters ->> 'to')::date as period_to,
    (r.parameters ->> 'windowDays')::int as window_days,
    r.parameters,
    (r.parameters ->> 'definitionsVersion')::bigint as definitions_version,
    r.actor,
    r.started_at,
    r.finished_at,
    r.as_of,
    r.error
from runs as r;
comment on view report.stage_conversion_runs is 'Runs of stage conversion. One row a run; a later run has a higher seq.';
comment on column report.stage_conversion_runs.tenant_id is 'Whose run.';
comment on column report.stage_conversion_runs.seq is 'Its place among the tenant''s runs.';
comment on column report.stage_conversion_runs.run_id is 'Its name in routes.';
comment on column report.stage_conversion_runs.status is 'completed or failed.';
comment on column report.stage_conversion_runs.pipeline_id is 'The pipeline it was about.';
comment on column report.stage_conversion_runs.pipeline is 'The pipeline''s name when it ran.';
comment on column report.stage_conversion_runs.period_from is 'First of the tenant''s dates it was about.';
comment on column report.stage_conversion_runs.period_to is 'The first date after them.';
comment on column report.stage_conversion_runs.window_days is 'How many days (of 24 hours) a deal had to convert; null for no limit.';
comment on column report.stage_conversion_runs.parameters is 'What it was asked for, every default filled in: with the pairs of stages in their order, and their names when it ran.';
comment on column report.stage_conversion_runs.definitions_version is 'The definitions that were in force.';
comment on column report.stage_conversion_runs.actor is 'Who asked for it.';
comment on column report.stage_conversion_runs.started_at is 'When it began.';
comment on column report.stage_conversion_runs.finished_at is 'When it came to an end, or failed.';
comment on column report.stage_conversion_runs.as_of is 'What it saw: under this app.as_of, report.stage_conversion of its parameters gives its figures again.';
comment on column report.stage_conversion_runs.error is 'Why it failed; null when it did not.';
