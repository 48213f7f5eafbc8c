create function report.boundary(p_tenant uuid, p_day date) returns timestamptz
language sql stable
as $$
    -- The end of the day before: a month that changes zone starts where the preceding one ended.
    select staging.day_start(p_day, z.time_zone)
    from staging.zone_periods as z
    where z.tenant_id = p_tenant and (z.is_first or z.effective_from < p_day)
    order by z.effective_from desc
    limit 1
$$;
comment on function report.boundary(uuid, date) is 'The instant at which a tenant''s local date begins; null for a tenant without a time zone.';

create function report.today(p_tenant uuid) returns date
language sql stable
as $$
    select greatest((n.now_at at time zone z.time_zone)::date, case when not z.is_first then z.effective_from end)
    from staging.zone_periods as z
    cross join (select staging.now_at() as now_at) as n
    where z.tenant_id = p_tenant and n.now_at >= z.starts_at and n.now_at < z.ends_at
$$;
comment on function report.today(uuid) is 'A tenant''s date of app.now, or of now when that is unset.';

create function report.closing(p_tenant uuid, p_to date) returns timestamptz
language sql stable
as $$
    select report.boundary(p_tenant, least(p_to, report.today(p_tenant) + 1))
$$;
comment on function report.closing(uuid, date) is
    'The instant at which stocks are taken of a period that ends before p_to: its end, or the end of today while it is running.';
