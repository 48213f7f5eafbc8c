create view report.closed_month_metrics with (security_invoker) as
with metrics as (
    select
        tenant_id,
        month,
        revision,
        kpi,
        dimension,
        dimension_value,
        currency,
        unit,
        value,
        numerator,
        denominator,
        previous,
        delta,
        delta_percent,
        status,
        provisional_reason,
        target,
        reading,
        display_order,
        headline_order
    from frozen.month_metrics
),

months as (
    select tenant_id, month, revision, definitions_version, is_latest
    from report.closed_months
)

select
    x.tenant_id,
    x.month,
    x.revision,
    m.is_latest,
    x.kpi,
    d.label,
    d.good_direction,
    x.dimension,
    x.dimension_value,
    x.currency,
    x.unit,
    x.value,
    x.numerator,
    x.denominator,
    x.previous,
    x.delta,
    x.delta_percent,
    x.status,
    x.provisional_reason,
    x.target,
    x.reading,
    x.display_order,
    x.headline_order,
    d.in_digest
from metrics as x
join months as m on m.tenant_id = x.tenant_id and m.month = x.month and m.revision = x.revision
-- The wording of the definition that was in force, not of today's.
join lateral (
    select k.label, k.good_direction, k.in_digest
    from staging.raw_kpi_definitions as k
    where k.kpi = x.kpi and k.seq <= m.definitions_version
    order by k.version desc
    limit 1
) as d on true;
comment on view report.closed_month_metrics is 'The figures of closed months with their labels. One row a tenant, month, revision, KPI, dimension value and currency.';
comment on column report.closed_month_metrics.tenant_id is 'Whose figure.';
comment on column report.closed_month_metrics.month is 'First day of the month.';
comment on column report.closed_month_metrics.revision is 'The revision it belongs to.';
comment on column report.closed_month_metrics.is_latest is 'Whether that revision is the month''s latest.';
comment on column report.closed_month_metrics.kpi is 'The KPI''s key.';
comment on column report.closed_month_metrics.label is 'Its name for people, as defined then.';
comment on column report.closed_month_metrics.good_direction is 'up, down or none: which way is better.';
comment on column report.closed_month_metrics.dimension is 'company, or the tag it is broken down by.';
comment on column report.closed_month_metrics.dimension_value is 'The tag''s value; empty for the company.';
comment on column report.closed_month_metrics.currency is 'ISO 4217; null where the figure is not money.';
comment on column report.closed_month_metrics.unit is 'money (minor units of currency), count, ratio (of 1), multiple, days or score.';
comment on column report.closed_month_metrics.value is 'The figure; null for a ratio over nothing.';
comment on column report.closed_month_metrics.numerator is 'What was counted or summed.';
comment on column report.closed_month_metrics.denominator is 'What it was divided by; null for a plain sum.';
comment on column report.closed_month_metrics.previous is 'The figure of the month before, as frozen at this freeze.';
comment on column report.closed_month_metrics.delta is 'value - previous, each as it is written; null when provisional or when either is unknown.';
comment on column report.closed_month_metrics.delta_percent is 'delta ÷ |previous| × 100; null over 0.';
comment on column report.closed_month_metrics.status is 'final or provisional.';
comment on column report.closed_month_metrics.provisional_reason is 'Why it is provisional, in words.';
comment on column report.closed_month_metrics.target is 'What it was to reach, in the same unit; null where no target was set.';
comment on column report.closed_month_metrics.reading is 'The figure in one plain sentence.';
comment on column report.closed_month_metrics.display_order is 'Where it stands in the digest.';
comment on column report.closed_month_metrics.in_digest is 'Whether the digest''s table shows it; the month''s page shows every figure.';
comment on column report.closed_month_metrics.headline_order is 'Where it stood in the digest; null for a figure of the month''s page alone, and in months closed before there was a choice.';
