create function report.arrived_since(p_tenant uuid, p_incarnation int, p_snapshot pg_snapshot)
returns table (definitions boolean, settings boolean, facts boolean, adjustments boolean)
language sql stable
as $$
    -- Another life of the database: what came since cannot be found by number.
    with arrivals as not materialized (
        select a.kind
        from staging.arrivals as a
        where (a.tenant_id = p_tenant or a.tenant_id is null)
            and a.incarnation = p_incarnation
            -- By the indexes on xid: whatever came later is at or after the first transaction that was still running then.
            and a.xid >= pg_snapshot_xmin(p_snapshot)
            and not pg_visible_in_snapshot(a.xid, p_snapshot)
    )

    select
        p_incarnation <> i.incarnation or exists (select from arrivals as a where a.kind = 'definitions'),
        p_incarnation <> i.incarnation or exists (select from arrivals as a where a.kind = 'settings'),
        p_incarnation <> i.incarnation or exists (select from arrivals as a where a.kind = 'facts'),
        p_incarnation <> i.incarnation or exists (select from arrivals as a where a.kind = 'adjustments')
    from staging.database_identity as i
$$;
comment on function report.arrived_since(uuid, int, pg_snapshot) is
    'Which kinds of what a tenant''s reports are computed from may have come since a snapshot: every kind where that was in another life of the database. One row. As rows of a table, so that it inlines.';
