create view staging.raw_adjustments with (security_invoker) as
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
    kind,
    target_table,
    target_seq,
    measure,
    amount,
    currency,
    is_money,
    reason,
    actor
from ledger.adjustments
where (select staging.adjustments_as_of_incarnation()) is null
    or incarnation < (select staging.adjustments_as_of_incarnation())
    or (
        incarnation = (select staging.adjustments_as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.adjustments_as_of_snapshot()))
    );
comment on view staging.raw_adjustments is 'ledger.adjustments as recorded, as of app.as_of_adjustments, else app.as_of. One row a row of that table.';
