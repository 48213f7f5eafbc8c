-- Roles belong to the server, not to the database: another database's migration may be creating them right now.
do $$
declare
    wanted record;
begin
    for wanted in
        select name, attributes
        from (values
            ('ledger_owner', 'nologin'),
            ('ledger_app', 'nologin'),
            ('ledger_reader', 'nologin'),
            ('ledger_backup', 'nologin bypassrls')
        ) as declared (name, attributes)
    loop
        if to_regrole(wanted.name) is null then
            begin
                execute format('create role %I %s', wanted.name, wanted.attributes);
            exception
                when duplicate_object or unique_violation then
                    null;
            end;
        end if;
    end loop;

    if not pg_has_role(current_user, 'ledger_owner', 'member') then
        execute format('grant ledger_owner to %I', current_user);
    end if;
end
$$;

create schema ledger authorization ledger_owner;
create schema config authorization ledger_owner;
create schema frozen authorization ledger_owner;
create schema ops authorization ledger_owner;

comment on schema ledger is 'Facts: what the sources said, append-only.';
comment on schema config is 'Tenants, access, definitions and settings: append-only, versioned, the latest row wins.';
comment on schema frozen is 'Closed months: append-only.';
comment on schema ops is 'Mutable work state: what is to be sent and how far it got. No number is computed from it.';

grant usage on schema ledger, config, frozen to ledger_app, ledger_reader, ledger_backup;
grant usage on schema ops to ledger_app, ledger_backup;
