create view staging.admins with (security_invoker) as
with admins as (
    select tenant_id, tenant_version, email, name
    from config.admins
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    a.tenant_id,
    a.email,
    a.name
from admins as a
join tenants as t on t.tenant_id = a.tenant_id and t.version = a.tenant_version;
comment on view staging.admins is 'Who is told now when something needs somebody. One row a tenant and address.';
comment on column staging.admins.email is 'Where it is sent.';
comment on column staging.admins.name is 'Whom it greets; may be null.';
