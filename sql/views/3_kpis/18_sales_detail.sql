create view report.sales_detail with (security_invoker) as
select
    tenant_id,
    month,
    kpi,
    label,
    department,
    definition_version,
    unit,
    good_direction,
    currency,
    value,
    numerator,
    denominator,
    status,
    target,
    attainment,
    display_order
from report.company_kpis
where department = 'sales';
comment on view report.sales_detail is 'The KPIs of sales, month by month beside their targets. One row a tenant, month, KPI and currency.';
comment on column report.sales_detail.tenant_id is 'Whose figure.';
comment on column report.sales_detail.month is 'First day of the month, in the tenant''s dates.';
comment on column report.sales_detail.kpi is 'The KPI''s key.';
comment on column report.sales_detail.label is 'Its name for people.';
comment on column report.sales_detail.department is 'Whose number it is.';
comment on column report.sales_detail.definition_version is 'The version of the definition it was computed by.';
comment on column report.sales_detail.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.sales_detail.good_direction is 'up, down or none: which way is better.';
comment on column report.sales_detail.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.sales_detail.value is 'The figure; null for a ratio over nothing.';
comment on column report.sales_detail.numerator is 'What was counted or summed.';
comment on column report.sales_detail.denominator is 'What it was divided by; null for a plain sum.';
comment on column report.sales_detail.status is 'ok, or no data where the value is null.';
comment on column report.sales_detail.target is 'What it was to reach, by finance, else by the settings; null where no target was set.';
comment on column report.sales_detail.attainment is 'value ÷ target where up is good, target ÷ value where down is good; null without both, or over 0.';
comment on column report.sales_detail.display_order is 'Where it stands in lists.';
