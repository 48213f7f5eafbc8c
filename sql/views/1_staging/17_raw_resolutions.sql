create view staging.raw_resolutions with (security_invoker) as
select
    tenant_id,
    seq,
    event_seq,
    kind,
    remaining,
    facts,
    related_ids,
    actor,
    reason,
    recorded_at,
    xid,
    incarnation
from ledger.resolutions
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_resolutions is 'ledger.resolutions as recorded, as of app.as_of. One row a row of that table.';
