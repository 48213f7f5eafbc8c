create function staging.as_of_incarnation() returns int
language sql stable
as $$
    select split_part(nullif(current_setting('app.as_of', true), ''), ':', 1)::int
$$;
comment on function staging.as_of_incarnation() is 'The incarnation of app.as_of (incarnation:pg_snapshot); null when unset, which means everything.';

create function staging.as_of_snapshot() returns pg_snapshot
language sql stable
as $$
    select substr(s.setting, strpos(s.setting, ':') + 1)::pg_snapshot
    from (select nullif(current_setting('app.as_of', true), '') as setting) as s
$$;
comment on function staging.as_of_snapshot() is 'The snapshot of app.as_of; null when unset.';
