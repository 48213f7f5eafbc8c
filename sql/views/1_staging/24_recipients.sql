create view staging.recipients with (security_invoker) as
with recipients as (
    select tenant_id, tenant_version, email, name
    from config.recipients
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    r.tenant_id,
    r.email,
    r.name
from recipients as r
join tenants as t on t.tenant_id = r.tenant_id and t.version = r.tenant_version;
comment on view staging.recipients is 'Who receives the digest now. One row a tenant and address.';
comment on column staging.recipients.email is 'Where it is sent.';
comment on column staging.recipients.name is 'Whom it greets; may be null.';
