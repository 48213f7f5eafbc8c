create view staging.raw_tenant_versions with (security_invoker) as
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
    funnel_window_days,
    actor,
    recorded_at,
    xid,
    incarnation
from config.tenant_versions
where (select staging.settings_as_of_incarnation()) is null
    or incarnation < (select staging.settings_as_of_incarnation())
    or (
        incarnation = (select staging.settings_as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.settings_as_of_snapshot()))
    );
comment on view staging.raw_tenant_versions is 'config.tenant_versions as of app.as_of_settings, else app.as_of. One row a version.';
