create view report.company_kpis with (security_invoker) as
with months as (
    select tenant_id, month
    from report.months
),

definitions as (
    select kpi, version, label, department, good_direction, display_order
    from staging.kpi_definitions
),

figures as (
    select
        m.tenant_id,
        m.month,
        k.kpi,
        k.unit,
        k.currency,
        k.value,
        k.numerator,
        k.denominator,
        k.status
    from months as m
    cross join lateral report.kpis(m.tenant_id, m.month, (m.month + interval '1 month')::date) as k
)

select
    f.tenant_id,
    f.month,
    f.kpi,
    d.label,
    d.department,
    d.version as definition_version,
    f.unit,
    d.good_direction,
    f.currency,
    f.value,
    f.numerator,
    f.denominator,
    f.status,
    t.target,
    case d.good_direction
        when 'up' then f.value / nullif(t.target, 0)
        when 'down' then t.target / nullif(f.value, 0)
    end as attainment,
    d.display_order
from figures as f
join definitions as d on d.kpi = f.kpi
left join lateral (
    select g.target
    from report.kpi_targets(f.tenant_id, f.month) as g
    where g.kpi = f.kpi and (g.currency is null or g.currency = f.currency)
    order by g.currency nulls last
    limit 1
) as t on true;
comment on view report.company_kpis is 'Every KPI of every month of the whole company beside its target, as of now. One row a tenant, month, KPI and currency.';
comment on column report.company_kpis.tenant_id is 'Whose figure.';
comment on column report.company_kpis.month is 'First day of the month, in the tenant''s dates.';
comment on column report.company_kpis.kpi is 'The KPI''s key.';
comment on column report.company_kpis.label is 'Its name for people.';
comment on column report.company_kpis.department is 'Whose number it is.';
comment on column report.company_kpis.definition_version is 'The version of the definition it was computed by.';
comment on column report.company_kpis.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.company_kpis.good_direction is 'up, down or none: which way is better.';
comment on column report.company_kpis.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.company_kpis.value is 'The figure; null for a ratio over nothing.';
comment on column report.company_kpis.numerator is 'What was counted or summed.';
comment on column report.company_kpis.denominator is 'What it was divided by; null for a plain sum.';
comment on column report.company_kpis.status is 'ok, or no data where the value is null.';
comment on column report.company_kpis.target is 'What it was to reach, by finance, else by the settings; null where no target was set.';
comment on column report.company_kpis.attainment is 'value ÷ target where up is good, target ÷ value where down is good; null without both, or over 0.';
comment on column report.company_kpis.display_order is 'Where it stands in lists.';
