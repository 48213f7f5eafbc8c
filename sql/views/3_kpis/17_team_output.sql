create view report.team_output with (security_invoker) as
with months as (
    select tenant_id, month
    from report.months
),

definitions as (
    select kpi, version, label, department, good_direction, display_order
    from staging.kpi_definitions
)

select
    m.tenant_id,
    m.month,
    k.dimension_value as owner_id,
    k.kpi,
    d.label,
    d.department,
    d.version as definition_version,
    k.unit,
    d.good_direction,
    k.currency,
    k.value,
    k.numerator,
    k.denominator,
    k.status,
    d.display_order
from months as m
cross join lateral report.kpis_by(m.tenant_id, m.month, (m.month + interval '1 month')::date, '{}', 'owner_id') as k
join definitions as d on d.kpi = k.kpi;
comment on view report.team_output is 'Every KPI of every month, person by person: each one''s scorecard; unknown is what nobody is named for. One row a tenant, month, owner, KPI and currency.';
comment on column report.team_output.tenant_id is 'Whose figure.';
comment on column report.team_output.month is 'First day of the month, in the tenant''s dates.';
comment on column report.team_output.kpi is 'The KPI''s key.';
comment on column report.team_output.label is 'Its name for people.';
comment on column report.team_output.department is 'Whose number it is.';
comment on column report.team_output.definition_version is 'The version of the definition it was computed by.';
comment on column report.team_output.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.team_output.good_direction is 'up, down or none: which way is better.';
comment on column report.team_output.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.team_output.value is 'The figure; null for a ratio over nothing.';
comment on column report.team_output.numerator is 'What was counted or summed.';
comment on column report.team_output.denominator is 'What it was divided by; null for a plain sum.';
comment on column report.team_output.status is 'ok, or no data where the value is null.';
comment on column report.team_output.display_order is 'Where it stands in lists.';
comment on column report.team_output.owner_id is 'The person, by the CRM''s user id; unknown where no source says it.';
