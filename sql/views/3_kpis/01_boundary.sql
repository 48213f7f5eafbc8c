create function report.boundary(p_tenant uuid, p_day date) returns timestamptz
language sql stable
as $$
    -- The end of the day before: a month that changes zone starts where the preceding one ended.
    select p_day::timestamp at time zone z.time_zone
    from staging.zone_periods as z
    where z.tenant_id = p_tenant and (z.is_first or z.effective_from < p_day)
    order by z.effective_from desc
    limit 1
$$;
comment on function report.boundary(uuid, date) is 'The instant at which a tenant''s local date begins; null for a tenant without a time zone.';
