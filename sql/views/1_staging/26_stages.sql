create view staging.stages with (security_invoker) as
with parts as (
    select
        tenant_id,
        tenant_version,
        pipeline_id,
        stage_id,
        name,
        display_order,
        meaning
    from config.stages
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    p.tenant_id,
    p.pipeline_id,
    p.stage_id,
    p.name,
    p.display_order,
    p.meaning
from parts as p
join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version;
comment on view staging.stages is 'The stages of the CRM''s pipelines as they are set now. One row a pipeline and stage.';
