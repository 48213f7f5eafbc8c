create view staging.targets with (security_invoker) as
with parts as (
    select
        tenant_id,
        tenant_version,
        kpi,
        effective_from,
        currency,
        value
    from config.targets
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    p.tenant_id,
    p.kpi,
    p.effective_from,
    p.currency,
    p.value
from parts as p
join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version;
comment on view staging.targets is 'What KPIs are to reach. One row a KPI, currency and first month.';
