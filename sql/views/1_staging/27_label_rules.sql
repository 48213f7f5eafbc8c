create view staging.label_rules with (security_invoker) as
with parts as (
    select
        tenant_id,
        tenant_version,
        label,
        meaning,
        source_funnel
    from config.label_rules
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    p.tenant_id,
    p.label,
    p.meaning,
    p.source_funnel
from parts as p
join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version;
comment on view staging.label_rules is 'What the CRM''s labels mean now. One row a label and meaning.';
