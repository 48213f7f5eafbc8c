create view report.revenue_curve with (security_invoker) as
with months as (
    select tenant_id, month
    from report.months
),

tenants as (
    select tenant_id, currency
    from staging.tenants
),

periods as (
    select
        m.tenant_id,
        m.month,
        (m.month + interval '1 month')::date as next_month,
        report.today(m.tenant_id) as today
    from months as m
),

cash as (
    select
        p.tenant_id,
        p.month,
        f.local_date,
        f.currency,
        sum(f.value) as cash_minor
    from periods as p
    join report.measures as f on f.tenant_id = p.tenant_id
        and f.measure = 'cash'
        and f.aggregation = 'sum'
        and f.occurred_at >= report.boundary(p.tenant_id, p.month)
        and f.occurred_at < report.boundary(p.tenant_id, p.next_month)
    group by p.tenant_id, p.month, f.local_date, f.currency
),

currencies as (
    select tenant_id, month, currency
    from cash
    union
    select p.tenant_id, p.month, t.currency
    from periods as p
    join tenants as t on t.tenant_id = p.tenant_id
),

days as (
    select
        p.tenant_id,
        p.month,
        p.next_month,
        c.currency,
        g.day::date as local_date
    from periods as p
    join currencies as c on c.tenant_id = p.tenant_id and c.month = p.month
    cross join lateral generate_series(p.month::timestamp, least(p.next_month - 1, p.today)::timestamp, interval '1 day') as g (day)
)

select
    d.tenant_id,
    d.month,
    d.local_date,
    d.currency,
    coalesce(c.cash_minor, 0) as cash_minor,
    coalesce(sum(c.cash_minor) over so_far, 0) as cash_to_date_minor,
    t.target as target_minor,
    t.target * (d.local_date - d.month + 1) / (d.next_month - d.month) as target_to_date_minor,
    coalesce(sum(c.cash_minor) over so_far, 0) / nullif(t.target * (d.local_date - d.month + 1) / (d.next_month - d.month), 0) as attainment
from days as d
left join cash as c on c.tenant_id = d.tenant_id and c.month = d.month and c.local_date = d.local_date and c.currency = d.currency
left join lateral (
    select g.target
    from report.kpi_targets(d.tenant_id, d.month) as g
    where g.kpi = 'cash_collected' and g.currency = d.currency
) as t on true
window so_far as (partition by d.tenant_id, d.month, d.currency order by d.local_date);
comment on view report.revenue_curve is 'Cash collected day by day and since the month began, beside the target as an even pace. One row a tenant, day up to today, and currency of the month.';
comment on column report.revenue_curve.tenant_id is 'Whose cash.';
comment on column report.revenue_curve.month is 'First day of the month.';
comment on column report.revenue_curve.local_date is 'The day, in the tenant''s dates.';
comment on column report.revenue_curve.currency is 'ISO 4217.';
comment on column report.revenue_curve.cash_minor is 'Of that day, in minor units of currency.';
comment on column report.revenue_curve.cash_to_date_minor is 'Since the month began.';
comment on column report.revenue_curve.target_minor is 'What the month is to collect; null where no target was set.';
comment on column report.revenue_curve.target_to_date_minor is 'What it is to have collected by the end of that day at an even pace.';
comment on column report.revenue_curve.attainment is 'cash_to_date ÷ target_to_date; null without a target.';
