create function report.local_day(p_tenant uuid, p_at timestamptz) returns date
language sql stable
as $$
    select (p_at at time zone z.time_zone)::date
    from staging.zone_periods as z
    where z.tenant_id = p_tenant and p_at >= z.starts_at and p_at < z.ends_at
$$;
comment on function report.local_day(uuid, timestamptz) is 'The tenant''s date of an instant; null for a tenant without a time zone.';
