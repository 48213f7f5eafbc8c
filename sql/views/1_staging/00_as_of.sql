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

create function staging.as_of(p_part text) returns text
language sql stable
as $$
    select nullif(
        coalesce(nullif(current_setting('app.as_of_' || p_part, true), ''), nullif(current_setting('app.as_of', true), '')),
        'now'
    )
$$;
comment on function staging.as_of(text) is
    'The point at which one part of what there is (definitions, settings, adjustments) is seen: app.as_of_<part>, else app.as_of; null, which means everything, when neither is set or the part''s is now.';

create function staging.definitions_as_of_incarnation() returns int
language sql stable
as $$
    select split_part(staging.as_of('definitions'), ':', 1)::int
$$;
comment on function staging.definitions_as_of_incarnation() is 'The incarnation at which the definitions of KPIs are seen; null for all of them.';

create function staging.definitions_as_of_snapshot() returns pg_snapshot
language sql stable
as $$
    select substr(s.setting, strpos(s.setting, ':') + 1)::pg_snapshot
    from (select staging.as_of('definitions') as setting) as s
$$;
comment on function staging.definitions_as_of_snapshot() is 'The snapshot at which the definitions of KPIs are seen; null for all of them.';

create function staging.settings_as_of_incarnation() returns int
language sql stable
as $$
    select split_part(staging.as_of('settings'), ':', 1)::int
$$;
comment on function staging.settings_as_of_incarnation() is 'The incarnation at which a tenant''s settings are seen; null for all of them.';

create function staging.settings_as_of_snapshot() returns pg_snapshot
language sql stable
as $$
    select substr(s.setting, strpos(s.setting, ':') + 1)::pg_snapshot
    from (select staging.as_of('settings') as setting) as s
$$;
comment on function staging.settings_as_of_snapshot() is 'The snapshot at which a tenant''s settings are seen; null for all of them.';

create function staging.adjustments_as_of_incarnation() returns int
language sql stable
as $$
    select split_part(staging.as_of('adjustments'), ':', 1)::int
$$;
comment on function staging.adjustments_as_of_incarnation() is 'The incarnation at which corrections are seen; null for all of them.';

create function staging.adjustments_as_of_snapshot() returns pg_snapshot
language sql stable
as $$
    select substr(s.setting, strpos(s.setting, ':') + 1)::pg_snapshot
    from (select staging.as_of('adjustments') as setting) as s
$$;
comment on function staging.adjustments_as_of_snapshot() is 'The snapshot at which corrections are seen; null for all of them.';

create function staging.day_start(p_day date, p_zone text) returns timestamptz
language sql stable
as $$
    -- Where clocks go back over midnight there are two, and PostgreSQL takes the later one.
    select case when (m.midnight - interval '1 hour') at time zone p_zone >= p_day then m.midnight - interval '1 hour' else m.midnight end
    from (select p_day::timestamp at time zone p_zone as midnight) as m
$$;
comment on function staging.day_start(date, text) is 'The first instant of a local date in a time zone.';

create function staging.now_at() returns timestamptz
language sql stable
as $$
    select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now())
$$;
comment on function staging.now_at() is 'app.now, or the transaction''s time when that is unset: what is over by then is over.';
