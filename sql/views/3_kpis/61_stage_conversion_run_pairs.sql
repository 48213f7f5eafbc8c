create view report.stage_conversion_run_pairs with (security_invoker) as
with facts as (
    select
        tenant_id,
        run_id,
        pair_order,
        from_stage_id,
        to_stage_id,
        entered,
        converted,
        rate
    from runs.stage_conversion_facts
),

runs as (
    select tenant_id, run_id, parameters -> 'pairs' as pairs
    from runs.report_run
)

select
    f.tenant_id,
    f.run_id,
    f.pair_order,
    f.from_stage_id,
    r.pairs -> (f.pair_order - 1) ->> 'fromName' as from_stage,
    f.to_stage_id,
    r.pairs -> (f.pair_order - 1) ->> 'toName' as to_stage,
    f.entered,
    f.converted,
    trim_scale(f.rate) as rate
from facts as f
join runs as r on r.tenant_id = f.tenant_id and r.run_id = f.run_id;
comment on view report.stage_conversion_run_pairs is 'What runs of stage conversion found. One row a run and pair of stages; none for a run that failed.';
comment on column report.stage_conversion_run_pairs.tenant_id is 'Whose run.';
comment on column report.stage_conversion_run_pairs.run_id is 'The run.';
comment on column report.stage_conversion_run_pairs.pair_order is 'Where the pair stands in the report, from 1.';
comment on column report.stage_conversion_run_pairs.from_stage_id is 'The CRM''s id of the first stage.';
comment on column report.stage_conversion_run_pairs.from_stage is 'Its name when it ran.';
comment on column report.stage_conversion_run_pairs.to_stage_id is 'The CRM''s id of the second stage.';
comment on column report.stage_conversion_run_pairs.to_stage is 'Its name when it ran.';
comment on column report.stage_conversion_run_pairs.entered is 'Deals that entered the first stage in the period, each once.';
comment on column report.stage_conversion_run_pairs.converted is 'Those of them that entered the second stage within the window.';
comment on column report.stage_conversion_run_pairs.rate is 'converted ÷ entered; null when nothing entered.';
