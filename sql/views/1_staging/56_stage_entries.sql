create view staging.stage_entries with (security_invoker) as
with deals as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        pipeline_id,
        stage_id,
        deleted,
        owner_id,
        client_id,
        branch
    from staging.opportunities
),

-- Windows, not probes: whoever asks for some deals (opportunity_id = any (…)) has only theirs read, each once.
latest as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        pipeline_id,
        stage_id,
        owner_id,
        client_id,
        branch,
        last_value(deleted) over (
            partition by tenant_id, opportunity_id order by effective_at, seq rows between unbounded preceding and unbounded following) as is_deleted
    from deals
),

-- An observation that does not say where the deal stands is no move, and hides none.
moves as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        pipeline_id,
        stage_id,
        owner_id,
        client_id,
        branch,
        lag(pipeline_id) over by_time as previous_pipeline_id,
        lag(stage_id) over by_time as previous_stage_id
    from latest
    where not is_deleted and pipeline_id is not null and stage_id is not null
    window by_time as (partition by tenant_id, opportunity_id order by effective_at, seq)
)

select
    m.tenant_id,
    m.seq,
    m.opportunity_id,
    m.pipeline_id,
    m.stage_id,
    m.effective_at as entered_at,
    m.owner_id,
    m.client_id,
    m.branch
from moves as m
where (m.pipeline_id, m.stage_id) is distinct from (m.previous_pipeline_id, m.previous_stage_id);
comment on view staging.stage_entries is
    'Entries of deals into stages: a deal that comes back enters again, one that stays does not; deals that are deleted now are left out. One row an entry; a deal''s entries are in the order of (entered_at, seq).';
comment on column staging.stage_entries.seq is 'The observation that says it moved there, in ledger.raw_opportunities.';
comment on column staging.stage_entries.pipeline_id is 'The pipeline of the stage.';
comment on column staging.stage_entries.stage_id is 'The stage it entered.';
comment on column staging.stage_entries.entered_at is 'When it entered.';
