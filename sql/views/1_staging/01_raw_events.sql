create view staging.raw_events with (security_invoker) as
select
    tenant_id,
    seq,
    source,
    source_key,
    occurred_at,
    recorded_at,
    xid,
    incarnation,
    department,
    team,
    owner_id,
    client_id,
    branch,
    source_funnel,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_term,
    utm_content,
    channel,
    event_type,
    object_id,
    livemode,
    account,
    api_version,
    body_sha256,
    attributes
from ledger.raw_events
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_events is 'ledger.raw_events as recorded, as of app.as_of. One row a row of that table.';
