-- Append-only and tenant isolation, as the migrations declared them. One row a deviation; none when healthy.
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
    where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen', 'ops')
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

missing_trigger as (
    select t.name, format('has no always-enabled trigger %s', w.trigger_name) as problem
    from append_only as t
    cross join (values ('deny_row_change'), ('deny_change'), ('deny_truncate')) as w (trigger_name)
    where not exists (
        select
        from pg_trigger as g
        where g.tgrelid = t.oid
            and g.tgname = w.trigger_name
            and g.tgenabled = 'A'
            and g.tgfoid in ('ledger.deny_change()'::regprocedure, 'ledger.deny_body_change()'::regprocedure)
    )
),

-- The text of what the triggers run; a migration that changes one changes its hash here.
changed_function as (
    select p.oid::regprocedure::text as name, 'is not the function the migrations declared' as problem
    from pg_proc as p
    join (
        values
            ('ledger.deny_change()', '1ab06d73e1afe4840a6105897df2b89019356aab6d7409f167194b1db5a21343'),
            ('ledger.deny_body_change()', '573090d8709e8dabea71ae82f5f14cdaf16b0e6e663aecbdcd5cd1e1230544d5'),
            ('ledger.refuse_restored()', '759b88c700f02b879400bd93e03a2f40d6e114cdd2fc6e3f6ff2444f67ecad17'),
            ('ledger.erase(uuid,text,text,text)', '1eda240faabd320b13c421285987fdec2dd9e609ad7d86a030d9ad9d4912f096')
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
    where t.name in ('ledger.bodies', 'config.api_tokens', 'config.recipients') and has_table_privilege('ledger_reader', t.oid, 'SELECT')
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
select name, problem from powerful_role
order by name, problem
