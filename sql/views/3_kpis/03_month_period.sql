create function report.month_period(p_tenant uuid, p_month date)
returns table (starts_at timestamptz, ends_at timestamptz, time_zone text)
language sql stable
as $$
    select
        report.boundary(p_tenant, p_month),
        report.boundary(p_tenant, (p_month + interval '1 month')::date),
        z.time_zone
    from staging.zone_periods as z
    where z.tenant_id = p_tenant and (z.is_first or z.effective_from <= p_month)
    order by z.effective_from desc
    limit 1
$$;
comment on function report.month_period(uuid, date) is 'The instants [starts_at, ends_at) of a tenant''s month, and the zone it closes in. No row for an unknown tenant.';
