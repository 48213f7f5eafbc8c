create view staging.raw_opportunities with (security_invoker) as
select
    tenant_id,
    seq,
    source,
    source_key,
    occurred_at,
    recorded_at,
    xid,
    incarnation,
    event_seq,
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
    opportunity_id,
    effective_at,
    pipeline_id,
    stage_id,
    status,
    value_minor,
    currency,
    added_at,
    deleted,
    origin
from ledger.raw_opportunities
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_opportunities is 'ledger.raw_opportunities as recorded, as of app.as_of. One row a row of that table.';
