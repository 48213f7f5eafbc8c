create function report.kpi_targets(p_tenant uuid, p_month date)
returns table (kpi text, currency text, target numeric)
language sql stable
as $$
    with definitions as (
        select kpi, unit
        from staging.kpi_definitions
    ),

    finance as (
        select
            f.kpi,
            case when d.unit = 'money' then f.currency end as currency,
            f.value
        from staging.finance_targets as f
        join definitions as d on d.kpi = f.kpi
        where f.tenant_id = p_tenant and f.month = p_month
    ),

    settings as (
        select distinct on (kpi, currency) kpi, currency, value
        from staging.targets
        where tenant_id = p_tenant and effective_from <= p_month
        order by kpi, currency, effective_from desc
    )

    select kpi, currency, value
    from finance
    union all
    select s.kpi, s.currency, s.value
    from settings as s
    -- Finance owns targets: what the settings say holds where finance said nothing.
    where not exists (select from finance as f where f.kpi = s.kpi and f.currency is not distinct from s.currency)
$$;
comment on function report.kpi_targets(uuid, date) is
    'What a tenant''s KPIs are to reach in a month: by finance''s latest statement of that month, else by the settings. One row a KPI and currency; currency is null where the KPI is not money, the target in the KPI''s unit.';
