create view staging.tenants with (security_invoker) as
with versions as (
    select
        tenant_id,
        seq,
        name,
        currency,
        culture,
        first_month,
        grace_hours,
        stripe_accounts,
        location_id,
        sales_calendars,
        funnel_field,
        funnel_window_days
    from staging.raw_tenant_versions
),

latest as (
    select tenant_id, max(seq) as seq
    from versions
    group by tenant_id
)

select
    t.tenant_id,
    t.slug,
    v.seq as version,
    v.name,
    v.currency,
    v.culture,
    v.first_month,
    v.grace_hours,
    v.stripe_accounts,
    v.location_id,
    v.sales_calendars,
    v.funnel_field,
    v.funnel_window_days
from config.tenants as t
join latest as l on l.tenant_id = t.tenant_id
join versions as v on v.tenant_id = l.tenant_id and v.seq = l.seq;
comment on view staging.tenants is 'Each tenant with its latest settings. One row a tenant.';
comment on column staging.tenants.slug is 'The name in routes and secrets.';
comment on column staging.tenants.version is 'seq of the settings in config.tenant_versions.';
