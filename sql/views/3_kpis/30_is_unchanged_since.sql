create function report.is_unchanged_since(p_tenant uuid, p_incarnation int, p_snapshot pg_snapshot)
returns table (is_unchanged boolean)
language sql stable
as $$
    select
        p_incarnation = i.incarnation
        and not exists (
            select
            from staging.arrivals as a
            where (a.tenant_id = p_tenant or a.tenant_id is null)
                and a.incarnation = p_incarnation
                -- By the indexes on xid: whatever came later is at or after the first transaction that was still running then.
                and a.xid >= pg_snapshot_xmin(p_snapshot)
                and not pg_visible_in_snapshot(a.xid, p_snapshot)
        )
    from staging.database_identity as i
$$;
comment on function report.is_unchanged_since(uuid, int, pg_snapshot) is
    'Whether a tenant''s reports see what they saw under a snapshot: nothing of its ledger and settings, nor of the definitions, was committed since, in the same life of the database. One row. As rows of a table, so that it inlines.';
