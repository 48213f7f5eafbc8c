-- What makes a table append-only and tenant-bound, declared once and applied to each table by name.
set local role ledger_owner;

create function ledger.deny_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'table %.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op
        using errcode = 'insufficient_privilege', hint = 'Append an adjustment instead.';
end
$$;

comment on function ledger.deny_change() is 'Trigger: refuses UPDATE, DELETE and TRUNCATE, whoever asks.';

create procedure ledger.make_append_only(p_table regclass)
language plpgsql
as $$
declare
    writable text;
begin
    -- A row trigger is silent where row-level security hides the rows, so there is one per statement too.
    execute format('create trigger deny_row_change before update or delete on %s for each row execute function ledger.deny_change()', p_table);
    execute format('create trigger deny_change before update or delete on %s for each statement execute function ledger.deny_change()', p_table);
    execute format('create trigger deny_truncate before truncate on %s for each statement execute function ledger.deny_change()', p_table);
    execute format('alter table %s enable always trigger deny_row_change, enable always trigger deny_change, enable always trigger deny_truncate', p_table);

    select string_agg(quote_ident(attname), ', ' order by attnum)
    into writable
    from pg_attribute
    where attrelid = p_table
        and attnum > 0
        and not attisdropped
        and attname not in ('seq', 'recorded_at', 'frozen_at', 'xid', 'incarnation');

    execute format('revoke all on %s from public', p_table);
    execute format('grant select, insert (%s) on %s to ledger_app', writable, p_table);
    execute format('grant select on %s to ledger_backup', p_table);
end
$$;

comment on procedure ledger.make_append_only(regclass) is
    'Deny triggers (always enabled) and the app''s rights: SELECT, and INSERT on every column that the server does not set.';

create procedure ledger.bind_to_tenant(p_table regclass)
language plpgsql
as $$
begin
    execute format('alter table %s enable row level security, force row level security', p_table);
    -- The nested select is evaluated once a statement; the setting reads '' after the transaction that made it.
    execute format(
        'create policy tenant on %s using (tenant_id = any ((select nullif(current_setting(''app.tenant_ids'', true), '''')::uuid[])::uuid[]))',
        p_table);
end
$$;

comment on procedure ledger.bind_to_tenant(regclass) is
    'Forced row-level security: only rows of the tenants in app.tenant_ids (a uuid[] literal, set per transaction); unset means no row.';
