create view staging.zone_periods with (security_invoker) as
with zones as (
    select tenant_id, seq, effective_from, time_zone
    from staging.raw_time_zones
),

-- A month's zone set twice: the later row wins.
latest as (
    select tenant_id, effective_from, max(seq) as seq
    from zones
    group by tenant_id, effective_from
),

ordered as (
    select
        z.tenant_id,
        z.effective_from,
        z.time_zone,
        lag(z.time_zone) over by_month as previous_time_zone,
        lead(z.effective_from) over by_month as next_effective_from
    from zones as z
    join latest as l on l.tenant_id = z.tenant_id and l.effective_from = z.effective_from and l.seq = z.seq
    window by_month as (partition by z.tenant_id order by z.effective_from)
)

select
    tenant_id,
    time_zone,
    effective_from,
    previous_time_zone is null as is_first,
    coalesce(effective_from::timestamp at time zone previous_time_zone, '-infinity') as starts_at,
    coalesce(next_effective_from::timestamp at time zone time_zone, 'infinity') as ends_at
from ordered;
comment on view staging.zone_periods is
    'The time zone of every instant, per tenant: [starts_at, ends_at). A new zone begins where the month before it ended, in the old zone. One row a tenant and zone.';
comment on column staging.zone_periods.effective_from is 'First local date in this zone; the first zone also holds for everything before.';
comment on column staging.zone_periods.is_first is 'Whether it is the tenant''s first zone.';
comment on column staging.zone_periods.starts_at is 'First instant of the zone.';
comment on column staging.zone_periods.ends_at is 'First instant after it.';
