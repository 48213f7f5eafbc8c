create view staging.raw_time_zones with (security_invoker) as
select
    tenant_id,
    seq,
    effective_from,
    time_zone,
    actor,
    recorded_at,
    xid,
    incarnation
from config.time_zones
where (select staging.settings_as_of_incarnation()) is null
    or incarnation < (select staging.settings_as_of_incarnation())
    or (
        incarnation = (select staging.settings_as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.settings_as_of_snapshot()))
    );
comment on view staging.raw_time_zones is 'config.time_zones as of app.as_of_settings, else app.as_of. One row a version.';
