create view staging.raw_links with (security_invoker) as
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
    kind,
    from_id,
    to_id,
    attributes
from ledger.links
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_links is 'ledger.links as recorded, as of app.as_of. One row a row of that table.';
