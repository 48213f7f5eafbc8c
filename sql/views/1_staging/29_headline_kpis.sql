create view staging.headline_kpis with (security_invoker) as
with tenants as (
    select tenant_id, version
    from staging.tenants
),

chosen as (
    select t.tenant_id, h.kpi, h.display_order
    from config.headline_kpis as h
    join tenants as t on t.tenant_id = h.tenant_id and t.version = h.tenant_version
),

-- What everybody begins with.
usual as (
    select kpi, display_order
    from (
        values
            ('cash_collected', 1), ('leads', 2), ('booking_rate', 3), ('show_rate', 4), ('close_rate', 5), ('ad_spend', 6),
            ('mer', 7), ('cost_per_booked_call', 8), ('pipeline_value', 9), ('workload', 10), ('hygiene_score', 11), ('automation_health', 12)
    ) as u (kpi, display_order)
)

select tenant_id, kpi, display_order
from chosen
union all
select t.tenant_id, u.kpi, u.display_order
from tenants as t
cross join usual as u
where not exists (select from chosen as c where c.tenant_id = t.tenant_id);
comment on view staging.headline_kpis is 'The KPIs of each tenant''s digest: those it chose, else the ones everybody begins with. One row a tenant and KPI.';
comment on column staging.headline_kpis.display_order is 'Where it stands in the digest, from 1.';
