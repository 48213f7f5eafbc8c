-- The database no longer keeps, as the migrations declared it, that nothing recorded is changed or deleted and that each tenant sees
-- its own rows only. One row a deviation; none when healthy. For the operator to mend.
-- severity: high
-- source: ledger
-- scope: database
with tables as (
    select
        c.oid,
        c.oid::regclass::text as name,
        c.relowner,
        c.relrowsecurity and c.relforcerowsecurity as is_isolated,
        exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'tenant_id') as has_tenant,
        n.nspname as schema_name
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen', 'runs', 'recon', 'ops')
),

append_only as (
    select oid, name
    from tables
    where schema_name <> 'ops'
),

foreign_owner as (
    select name, 'is not owned by ledger_owner' as problem
    from tables
    where relowner <> 'ledger_owner'::regrole
),

exposed as (
    select name, 'has no forced row-level security' as problem
    from tables
    where has_tenant and not is_isolated and name <> 'config.tenants'
),

loose_policy as (
    select t.name, 'has a policy other than the tenant''s' as problem
    from tables as t
    join pg_policy as p on p.polrelid = t.oid
    where pg_get_expr(p.polqual, p.polrelid) is distinct from
        '(tenant_id = ANY (( SELECT (NULLIF(current_setting(''app.tenant_ids''::text, true), ''''::text))::uuid[] AS "nullif")::uuid[]))'
        or p.polwithcheck is not null
        or p.polcmd <> '*'
        or not p.polpermissive
),

-- tgtype: 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
wanted_trigger as (
    select
        t.oid,
        t.name,
        w.trigger_name,
        w.trigger_type,
        case
            when t.name = 'ledger.bodies' and w.trigger_name <> 'deny_truncate' then 'ledger.deny_body_change()'::regprocedure
            else 'ledger.deny_change()'::regprocedure
        end as function_id
    from append_only as t
    cross join (values ('deny_row_change', 1 + 2 + 8 + 16), ('deny_change', 2 + 8 + 16), ('deny_truncate', 2 + 32)) as w (trigger_name, trigger_type)
    union all
    select t.oid, t.name, 'refuse_restored', 2 + 4, 'ledger.refuse_restored()'::regprocedure
    from append_only as t
    where t.name in (
        'ledger.raw_events', 'ledger.adjustments', 'frozen.months', 'config.tenants', 'config.tenant_versions', 'config.time_zones',
        'config.recipients', 'config.api_tokens', 'config.api_token_revocations', 'config.pipelines', 'config.stages', 'config.label_rules',
        'config.owners', 'config.targets', 'config.audit', 'runs.report_run', 'runs.stage_conversion_facts', 'recon.findings', 'ledger.resolutions',
        'config.admins', 'config.headline_kpis', 'config.source_intervals', 'frozen.month_changes', 'frozen.seals', 'recon.runs', 'recon.run_sources')
),

missing_trigger as (
    select w.name, format('has no always-enabled trigger %s as declared', w.trigger_name) as problem
    from wanted_trigger as w
    where not exists (
        select
        from pg_trigger as g
        where g.tgrelid = w.oid
            and g.tgname = w.trigger_name
            and g.tgenabled = 'A'
            and g.tgtype = w.trigger_type
            and g.tgfoid = w.function_id
            and g.tgqual is null
    )
),

-- The text of what the triggers run; a migration that changes one changes its hash here.
changed_function as (
    select p.oid::regprocedure::text as name, 'is not the function the migrations declared' as problem
    from pg_proc as p
    join (
        values
            ('ledger.deny_change()', '1ab06d73e1afe4840a6105897df2b89019356aab6d7409f167194b1db5a21343'),
            ('ledger.deny_body_change()', '21e404f874ea11371d6b9debbd0717627a34d17a792acf6b1f2338c0c541b0af'),
            ('ledger.check_adjustment()', '82f025868d8dc3c4ea505f6b52f95119c6a2aea24aa0fd860e0326bbc26f3304'),
            ('config.register_database()', '94a7ca06f9edf6f5e286552ad2f86f2299b1dfd584ef279512528fb2ab68a34b'),
            ('ledger.refuse_restored()', '759b88c700f02b879400bd93e03a2f40d6e114cdd2fc6e3f6ff2444f67ecad17'),
            ('ledger.erase(uuid,text,text,text,text[])', '289383f033ce8c3591fe473bd97d7cbd59c3c46736c0641d9a6d096fbdfdc2da'),
            ('ledger.sealed_rows_v1(uuid,integer,pg_snapshot,integer,pg_snapshot)', '3a0b1ae5d7d27cc9022d2d259b182a21d25492647992ab01ece17f119854d8f4')
    ) as declared (signature, source_sha256) on p.oid = declared.signature::regprocedure
    where encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex') <> declared.source_sha256
),

excess_right as (
    select t.name, format('%s may %s', r.rolname, x.privilege) as problem
    from append_only as t
    cross join (select oid, rolname from pg_roles where rolname in ('ledger_app', 'ledger_reader', 'ledger_backup')) as r
    cross join (values ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) as x (privilege)
    where has_table_privilege(r.oid, t.oid, x.privilege)
        or x.privilege in ('UPDATE', 'REFERENCES') and has_any_column_privilege(r.oid, t.oid, x.privilege)
),

settable_column as (
    select t.name, format('%s may set %s', r.rolname, a.attname) as problem
    from append_only as t
    join pg_attribute as a on a.attrelid = t.oid and a.attname in ('seq', 'recorded_at', 'frozen_at', 'xid', 'incarnation') and not a.attisdropped
    cross join (select oid, rolname from pg_roles where rolname in ('ledger_app', 'ledger_reader', 'ledger_backup')) as r
    where has_column_privilege(r.oid, t.oid, a.attnum, 'INSERT')
),

readable_secret as (
    select t.name, 'ledger_reader may read it' as problem
    from tables as t
    where t.name in ('ledger.bodies', 'config.api_tokens', 'config.recipients', 'config.admins') and has_any_column_privilege('ledger_reader', t.oid, 'SELECT')
    union all
    select t.name, format('ledger_reader may read %s', a.attname)
    from tables as t
    join pg_attribute as a on a.attrelid = t.oid and a.attname in ('name', 'email')
    where t.name = 'config.owners' and has_column_privilege('ledger_reader', t.oid, a.attnum, 'SELECT')
),

callable as (
    select p.oid::regprocedure::text as name, format('%s may call it', r.rolname) as problem
    from pg_proc as p
    cross join (select oid, rolname from pg_roles where rolname in ('ledger_app', 'ledger_reader', 'ledger_backup')) as r
    where p.oid in ('ledger.erase(uuid,text,text,text,text[])'::regprocedure, 'config.register_database()'::regprocedure)
        and has_function_privilege(r.oid, p.oid, 'EXECUTE')
),

membership as (
    select m.member::regrole::text as name, format('is a member of %s', m.roleid::regrole) as problem
    from pg_auth_members as m
    where m.member in (select oid from pg_roles where rolname in ('ledger_app', 'ledger_reader', 'ledger_backup'))
),

powerful_role as (
    select rolname::text as name, 'is a superuser, bypasses row-level security or may log in' as problem
    from pg_roles
    where rolname in ('ledger_owner', 'ledger_app', 'ledger_reader') and (rolsuper or rolbypassrls or rolcanlogin)
)

select name, problem from foreign_owner
union all
select name, problem from exposed
union all
select name, problem from loose_policy
union all
select name, problem from missing_trigger
union all
select name, problem from changed_function
union all
select name, problem from excess_right
union all
select name, problem from settable_column
union all
select name, problem from readable_secret
union all
select name, problem from callable
union all
select name, problem from membership
union all
select name, problem from powerful_role
order by name, problem
