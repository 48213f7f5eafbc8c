create view staging.pipelines with (security_invoker) as
with parts as (
    select
        tenant_id,
        tenant_version,
        pipeline_id,
        name,
        display_order
    from config.pipelines
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    p.tenant_id,
    p.pipeline_id,
    p.name,
    p.display_order
from parts as p
join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version;
comment on view staging.pipelines is 'The CRM''s pipelines as they are set now. One row a pipeline.';
