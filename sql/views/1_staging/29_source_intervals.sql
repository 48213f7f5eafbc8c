create view staging.source_intervals with (security_invoker) as
with parts as (
    select tenant_id, tenant_version, feed, hours
    from config.source_intervals
),

tenants as (
    select tenant_id, version
    from staging.tenants
)

select
    p.tenant_id,
    p.feed,
    p.hours
from parts as p
join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version;
comment on view staging.source_intervals is 'How long a feed of a tenant may be silent, where it says so. One row a tenant and feed.';
comment on column staging.source_intervals.hours is 'Hours of silence that are still usual.';
