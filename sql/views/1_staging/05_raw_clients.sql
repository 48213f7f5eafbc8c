create view staging.raw_clients with (security_invoker) as
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
    aspect,
    entity_id,
    effective_at,
    added_at,
    has_email,
    has_phone,
    email_hash,
    phone_hash,
    bucket,
    labels,
    active,
    mrr_minor,
    currency,
    onboarded_at,
    first_lead_at,
    hit_100k_at,
    churned_at,
    health_score,
    customer_id,
    deleted,
    origin
from ledger.raw_clients
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_clients is 'ledger.raw_clients as recorded, as of app.as_of. One row a row of that table.';
