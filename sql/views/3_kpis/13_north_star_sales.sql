create view report.north_star_sales with (security_invoker) as
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
where kpi = 'close_rate';
comment on view report.north_star_sales is 'The one number of sales: how many calls that took place were won, month by month beside its target. One row a tenant, month and currency.';
comment on column report.north_star_sales.tenant_id is 'Whose figure.';
comment on column report.north_star_sales.month is 'First day of the month, in the tenant''s dates.';
comment on column report.north_star_sales.kpi is 'The KPI''s key.';
comment on column report.north_star_sales.label is 'Its name for people.';
comment on column report.north_star_sales.department is 'Whose number it is.';
comment on column report.north_star_sales.definition_version is 'The version of the definition it was computed by.';
comment on column report.north_star_sales.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.north_star_sales.good_direction is 'up, down or none: which way is better.';
comment on column report.north_star_sales.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.north_star_sales.value is 'The figure; null for a ratio over nothing.';
comment on column report.north_star_sales.numerator is 'What was counted or summed.';
comment on column report.north_star_sales.denominator is 'What it was divided by; null for a plain sum.';
comment on column report.north_star_sales.status is 'ok, or no data where the value is null.';
comment on column report.north_star_sales.target is 'What it was to reach, by finance, else by the settings; null where no target was set.';
comment on column report.north_star_sales.attainment is 'value ÷ target where up is good, target ÷ value where down is good; null without both, or over 0.';
comment on column report.north_star_sales.display_order is 'Where it stands in lists.';
