create view report.months with (security_invoker) as
with tenants as (
    select tenant_id, first_month
    from staging.tenants
)

select
    t.tenant_id,
    g.first_day::date as month
from tenants as t
cross join lateral generate_series(t.first_month::timestamp, report.today(t.tenant_id)::timestamp, interval '1 month') as g (first_day);
comment on view report.months is 'The months of each tenant, from its first to the one that is running. One row a tenant and month.';
comment on column report.months.tenant_id is 'Whose month.';
comment on column report.months.month is 'Its first day.';
