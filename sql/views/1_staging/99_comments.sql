-- A staging column that keeps its table's name keeps its meaning: the comment is written once, on the table.
do $$
declare
    missing record;
begin
    for missing in
        select distinct on (v.oid, a.attnum) v.oid::regclass as view_name, a.attname, col_description(t.oid, s.attnum) as meaning
        from pg_class as v
        join pg_attribute as a on a.attrelid = v.oid and a.attnum > 0
        join pg_attribute as s on s.attname = a.attname and s.attnum > 0
        join pg_class as t on t.oid = s.attrelid and t.relkind = 'r'
        where v.relnamespace = 'staging'::regnamespace
            and v.relkind = 'v'
            and t.relnamespace in ('ledger'::regnamespace, 'config'::regnamespace)
            and col_description(v.oid, a.attnum) is null
            and col_description(t.oid, s.attnum) is not null
        -- The namesake table first: its meaning is the nearest.
        order by v.oid, a.attnum, (v.relname in (t.relname, 'raw_' || t.relname, replace(t.relname, 'raw_', ''))) desc, t.oid
    loop
        execute format('comment on column %s.%I is %L', missing.view_name, missing.attname, missing.meaning);
    end loop;
end
$$;
