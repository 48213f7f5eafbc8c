create view staging.owners with (security_invoker) as
with parts as (
    select
        tenant_id,
        tenant_version,
        owner_id,
        team,
        department,
        effective_from
    from config.owners
),

tenants as (
    select tenant_id, version
    from staging.tenants
),

zones as (
    select tenant_id, effective_from, is_first, time_zone
    from staging.zone_periods
),

periods as (
    select
        p.tenant_id,
        p.owner_id,
        p.team,
        p.department,
        p.effective_from,
        p.effective_from = min(p.effective_from) over by_owner as is_first,
        (
            select staging.day_start(p.effective_from, z.time_zone)
            from zones as z
            where z.tenant_id = p.tenant_id and (z.is_first or z.effective_from < p.effective_from)
            order by z.effective_from desc
            limit 1
        ) as begins_at
    from parts as p
    join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version
    window by_owner as (partition by p.tenant_id, p.owner_id)
)

select
    p.tenant_id,
    p.owner_id,
    p.team,
    p.department,
    p.effective_from,
    case when p.is_first then '-infinity' else p.begins_at end as starts_at,
    coalesce(lead(p.begins_at) over (partition by p.tenant_id, p.owner_id order by p.effective_from), 'infinity') as ends_at
from periods as p;
comment on view staging.owners is
    'Who belongs to which team and department when, as set now: [starts_at, ends_at). One row an owner and period.';
comment on column staging.owners.starts_at is 'First instant at which it holds; the first period begins at -infinity.';
comment on column staging.owners.ends_at is 'First instant at which it no longer holds.';
