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
)

select
    p.tenant_id,
    p.owner_id,
    p.team,
    p.department,
    case
        when p.effective_from > min(p.effective_from) over by_owner then p.effective_from
        else '-infinity'
    end as effective_from,
    coalesce(lead(p.effective_from) over (by_owner order by p.effective_from), 'infinity') as effective_to
from parts as p
join tenants as t on t.tenant_id = p.tenant_id and t.version = p.tenant_version
window by_owner as (partition by p.tenant_id, p.owner_id);
comment on view staging.owners is 'Who belongs to which team and department when, as set now: [effective_from, effective_to). One row an owner and period.';
comment on column staging.owners.effective_from is 'First local date on which it holds; the first period begins at -infinity.';
comment on column staging.owners.effective_to is 'First local date on which it no longer holds.';
