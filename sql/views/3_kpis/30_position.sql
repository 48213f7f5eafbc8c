create view report.position with (security_invoker) as
with given as (
    select staging.as_of_incarnation() as incarnation, staging.as_of_snapshot() as snapshot
),

here as (
    select incarnation, pg_current_snapshot() as snapshot
    from staging.database_identity
),

definitions as (
    select max(seq) as seq
    from staging.raw_kpi_definitions
)

select
    coalesce(g.incarnation, h.incarnation) as incarnation,
    coalesce(g.snapshot, h.snapshot) as snapshot,
    coalesce(
        g.incarnation < h.incarnation
        or g.incarnation = h.incarnation
        and pg_snapshot_xmax(g.snapshot) <= pg_snapshot_xmax(h.snapshot)
        -- What is still running had not ended then.
        and not exists (select from pg_snapshot_xip(h.snapshot) as running (xid) where pg_visible_in_snapshot(running.xid, g.snapshot)),
        true
    ) as is_reached,
    coalesce(d.seq, 0) as definitions_version,
    concat((select max(m.version) from migrations.applied as m), ':', (select v.checksum from migrations.views as v)) as build
from here as h
cross join given as g
cross join definitions as d;
comment on view report.position is 'The point of the ledger that this transaction sees: app.as_of, else everything committed. One row.';
comment on column report.position.incarnation is 'The life of the database it belongs to.';
comment on column report.position.snapshot is 'What was visible: with the incarnation, a value for app.as_of.';
comment on column report.position.is_reached is 'False for a point the ledger has not come to: what is seen there is yet to change.';
comment on column report.position.definitions_version is 'The latest row of the definitions as of then.';
comment on column report.position.build is 'The last migration and the checksum of the views: what figures are computed by.';
