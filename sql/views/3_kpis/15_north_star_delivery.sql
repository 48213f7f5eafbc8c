create view report.north_star_delivery with (security_invoker) as
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
where kpi = 'pct_at_100k';
comment on view report.north_star_delivery is 'The one number of delivery: how many clients reached 100,000, month by month beside its target. One row a tenant, month and currency.';
comment on column report.north_star_delivery.tenant_id is 'Whose figure.';
comment on column report.north_star_delivery.month is 'First day of the month, in the tenant''s dates.';
comment on column report.north_star_delivery.kpi is 'The KPI''s key.';
comment on column report.north_star_delivery.label is 'Its name for people.';
comment on column report.north_star_delivery.department is 'Whose number it is.';
comment on column report.north_star_delivery.definition_version is 'The version of the definition it was computed by.';
comment on column report.north_star_delivery.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.north_star_delivery.good_direction is 'up, down or none: which way is better.';
comment on column report.north_star_delivery.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.north_star_delivery.value is 'The figure; null for a ratio over nothing.';
comment on column report.north_star_delivery.numerator is 'What was counted or summed.';
comment on column report.north_star_delivery.denominator is 'What it was divided by; null for a plain sum.';
comment on column report.north_star_delivery.status is 'ok, or no data where the value is null.';
comment on column report.north_star_delivery.target is 'What it was to reach, by finance, else by the settings; null where no target was set.';
comment on column report.north_star_delivery.attainment is 'value ÷ target where up is good, target ÷ value where down is good; null without both, or over 0.';
comment on column report.north_star_delivery.display_order is 'Where it stands in lists.';
