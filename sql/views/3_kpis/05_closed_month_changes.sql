create view report.closed_month_changes with (security_invoker) as
with changes as (
    select
        tenant_id,
        seq,
        month,
        revision,
        changed_month,
        changed_revision,
        kpi,
        currency,
        unit,
        frozen_value,
        current_value,
        definition_change,
        settings_change,
        late_change,
        adjustment_change,
        row_count,
        reading
    from frozen.month_changes
),

definitions as (
    select kpi, label, good_direction, display_order
    from staging.kpi_definitions
)

select
    c.tenant_id,
    c.month,
    c.revision,
    c.changed_month,
    c.changed_revision,
    c.kpi,
    d.label,
    d.good_direction,
    d.display_order,
    c.currency,
    c.unit,
    c.frozen_value,
    c.current_value,
    c.definition_change,
    c.settings_change,
    c.late_change,
    c.adjustment_change,
    c.row_count,
    c.reading
from changes as c
join definitions as d on d.kpi = c.kpi;
comment on view report.closed_month_changes is 'What had changed in earlier closed months when a month was closed. One row a month, revision, changed month, KPI and currency.';
comment on column report.closed_month_changes.tenant_id is 'Whose month.';
comment on column report.closed_month_changes.month is 'First day of the month whose close tells it.';
comment on column report.closed_month_changes.revision is 'The revision of that month.';
comment on column report.closed_month_changes.changed_month is 'First day of the closed month it is about.';
comment on column report.closed_month_changes.changed_revision is 'Its latest revision then.';
comment on column report.closed_month_changes.kpi is 'The KPI''s key.';
comment on column report.closed_month_changes.label is 'Its name for people.';
comment on column report.closed_month_changes.good_direction is 'up, down or none: which way is better.';
comment on column report.closed_month_changes.display_order is 'Where it stands among the KPIs.';
comment on column report.closed_month_changes.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.closed_month_changes.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.closed_month_changes.frozen_value is 'What it was closed with; null for a ratio over nothing.';
comment on column report.closed_month_changes.current_value is 'What the same period came to as of that close.';
comment on column report.closed_month_changes.definition_change is 'How much of the difference comes from another definition; null where it cannot be told apart.';
comment on column report.closed_month_changes.settings_change is 'From the tenant''s settings.';
comment on column report.closed_month_changes.late_change is 'From facts that came later.';
comment on column report.closed_month_changes.adjustment_change is 'From corrections.';
comment on column report.closed_month_changes.row_count is 'How many rows it counts otherwise than when it closed.';
comment on column report.closed_month_changes.reading is 'The change in one plain sentence.';
