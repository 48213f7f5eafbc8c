-- Every table of the ledger, the configuration and the closed months, under the rules of 0002.
set local role ledger_owner;

do $$
declare
    target regclass;
begin
    for target in
        select c.oid::regclass
        from pg_class as c
        where c.relkind = 'r' and c.relnamespace in ('ledger'::regnamespace, 'config'::regnamespace, 'frozen'::regnamespace)
        order by 1
    loop
        call ledger.make_append_only(target);
    end loop;

    for target in
        select c.oid::regclass
        from pg_class as c
        join pg_attribute as a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relkind = 'r'
            and c.relnamespace in ('ledger'::regnamespace, 'config'::regnamespace, 'frozen'::regnamespace, 'ops'::regnamespace)
            and c.oid <> 'config.tenants'::regclass
        order by 1
    loop
        call ledger.bind_to_tenant(target);
    end loop;
end
$$;

-- ledger.erase is the one way past append-only, and it only empties bodies.
drop trigger deny_row_change on ledger.bodies;
drop trigger deny_change on ledger.bodies;
create trigger deny_row_change before update or delete on ledger.bodies for each row execute function ledger.deny_body_change();
create trigger deny_change before update or delete on ledger.bodies for each statement execute function ledger.deny_body_change();
alter table ledger.bodies enable always trigger deny_row_change, enable always trigger deny_change;

-- What the owner and the migrations alone decide.
revoke insert (erased_at) on ledger.bodies from ledger_app;
do $$
declare
    target text;
begin
    foreach target in array array['config.database_identity', 'config.kpi_definitions', 'config.field_owners', 'ledger.erasures'] loop
        execute (
            select format('revoke insert (%s) on %s from ledger_app', string_agg(quote_ident(attname), ', '), target)
            from pg_attribute
            where attrelid = target::regclass and attnum > 0 and not attisdropped
        );
    end loop;
end
$$;

grant select, insert, update on ops.digests, ops.digest_sends to ledger_app;
grant select on ops.digests, ops.digest_sends to ledger_backup;

grant select on
    ledger.raw_events, ledger.raw_payments, ledger.raw_opportunities, ledger.raw_appointments, ledger.raw_clients,
    ledger.raw_ad_spend, ledger.finance_snapshots, ledger.adjustments, ledger.links, ledger.quarantine,
    config.tenants, config.tenant_versions, config.time_zones, config.kpi_definitions, config.field_owners,
    frozen.months, frozen.month_metrics
    to ledger_reader;

create function ledger.refuse_restored() returns trigger
language plpgsql
as $$
begin
    if not exists (
        select
        from config.database_identity as i
        where i.incarnation = (select max(incarnation) from config.database_identity)
            and i.system_identifier = (select system_identifier from pg_control_system())
            and i.database_oid = (select oid from pg_database where datname = current_database())
    ) then
        raise exception 'this database was restored or copied: run the migrator before anything is appended'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return null;
end
$$;
comment on function ledger.refuse_restored() is
    'Trigger: transaction ids of a restored database mean something else, so nothing is appended until the migrator has begun a new incarnation.';

create trigger refuse_restored before insert on ledger.raw_events for each statement execute function ledger.refuse_restored();
create trigger refuse_restored before insert on ledger.adjustments for each statement execute function ledger.refuse_restored();
create trigger refuse_restored before insert on frozen.months for each statement execute function ledger.refuse_restored();
create trigger refuse_restored before insert on config.tenant_versions for each statement execute function ledger.refuse_restored();
alter table ledger.raw_events enable always trigger refuse_restored;
alter table ledger.adjustments enable always trigger refuse_restored;
alter table frozen.months enable always trigger refuse_restored;
alter table config.tenant_versions enable always trigger refuse_restored;

create function config.register_database() returns int
language plpgsql
as $$
declare
    current_life record;
    known record;
    next_incarnation int;
    target record;
begin
    select s.system_identifier, d.oid as database_oid
    into current_life
    from pg_control_system() as s
    cross join pg_database as d
    where d.datname = current_database();

    select i.system_identifier, i.database_oid, i.incarnation
    into known
    from config.database_identity as i
    order by i.incarnation desc
    limit 1;

    if known.system_identifier = current_life.system_identifier and known.database_oid = current_life.database_oid then
        return known.incarnation;
    end if;

    next_incarnation := coalesce(known.incarnation, 0) + 1;
    for target in
        select c.oid::regclass as name
        from pg_class as c
        join pg_attribute as a on a.attrelid = c.oid and a.attname = 'incarnation' and a.atthasdef
        where c.relkind = 'r'
    loop
        execute format('alter table %s alter column incarnation set default %s', target.name, next_incarnation);
    end loop;

    insert into config.database_identity (system_identifier, database_oid, incarnation)
    values (current_life.system_identifier, current_life.database_oid, next_incarnation);
    return next_incarnation;
end
$$;
comment on function config.register_database() is
    'Called by every migrate: notes where the ledger lives, and after a restore begins the next incarnation. Returns the current one.';
revoke all on function config.register_database() from public;
