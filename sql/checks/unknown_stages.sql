-- Deals are in a stage that the settings do not name: nobody said what it means, so its deals are neither qualified nor left
-- out, and stage conversion does not show it. Only where the settings name pipelines. Mended by adding the stage to the settings.
-- severity: medium
-- source: gohighlevel
with deals as not materialized (
    select seq, opportunity_id, effective_at, pipeline_id, stage_id, deleted
    from staging.opportunities
    where tenant_id = $1
),

stages as (
    select pipeline_id, stage_id
    from staging.stages
    where tenant_id = $1
),

pipelines as (
    select pipeline_id
    from staging.pipelines
    where tenant_id = $1
),

latest as (
    select distinct on (opportunity_id) seq, effective_at, pipeline_id, stage_id, deleted
    from deals
    order by opportunity_id, effective_at desc, seq desc
),

unknown as (
    select
        l.pipeline_id,
        l.stage_id,
        min(l.effective_at) as first_at,
        array_agg(l.seq order by l.effective_at, l.seq) as seqs
    from latest as l
    where not l.deleted
        and l.pipeline_id is not null
        and l.stage_id is not null
        and exists (select from pipelines)
        and not exists (select from stages as s where s.pipeline_id = l.pipeline_id and s.stage_id = l.stage_id)
    group by l.pipeline_id, l.stage_id
)

select
    left(u.pipeline_id || '/' || u.stage_id, 500) as subject,
    case
        when exists (select from pipelines as p where p.pipeline_id = u.pipeline_id)
            then format('Deals are in stage %s of pipeline %s, which the settings do not name.', u.stage_id, u.pipeline_id)
        else format('Deals are in stage %s of pipeline %s, and the settings do not name the pipeline.', u.stage_id, u.pipeline_id)
    end as detail,
    u.first_at as occurred_at,
    (
        select jsonb_agg(jsonb_build_object('table', 'raw_opportunities', 'seq', s.seq) order by s.place)
        from unnest(u.seqs[1:20]) with ordinality as s (seq, place)
    ) as fact_rows
from unknown as u
