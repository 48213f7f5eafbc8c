create view report.vitals with (security_invoker) as
with tenants as (
    select tenant_id, slug, first_month, grace_hours
    from staging.tenants
),

closed as (
    select tenant_id, max(month) as month
    from report.closed_months
    group by tenant_id
),

open_findings as (
    select tenant_id, severity
    from staging.findings
    where status = 'open'
),

waiting as (
    select tenant_id, event_seq
    from staging.quarantine
    where is_open
),

-- Months close in order: what is over and follows the last closed one is open.
open_months as (
    select t.tenant_id, t.grace_hours, g.first_day::date as month
    from tenants as t
    left join closed as c on c.tenant_id = t.tenant_id
    cross join lateral generate_series(
        coalesce(c.month + interval '1 month', t.first_month::timestamp),
        (staging.now_at() at time zone 'UTC') - interval '1 month',
        interval '1 month') as g (first_day)
),

-- A day more than the timer leaves it open.
overdue as (
    select m.tenant_id, count(*)::int as months, min(m.month) as first_month
    from open_months as m
    cross join lateral report.month_period(m.tenant_id, m.month) as p
    where greatest(p.ends_at, ((m.month + interval '1 month') + m.grace_hours * interval '1 hour') at time zone p.time_zone) + interval '24 hours'
        < staging.now_at()
    group by m.tenant_id
),

findings as (
    select
        tenant_id,
        count(*) filter (where severity = 'high') as high,
        count(*) filter (where severity = 'medium') as medium,
        count(*) filter (where severity = 'low') as low
    from open_findings
    group by tenant_id
),

quarantined as (
    select tenant_id, count(distinct event_seq) as deliveries
    from waiting
    group by tenant_id
)

select
    t.tenant_id,
    t.slug,
    coalesce(o.months, 0) as overdue_months,
    o.first_month as first_overdue_month,
    coalesce(f.high, 0) as high_findings,
    coalesce(f.medium, 0) as medium_findings,
    coalesce(f.low, 0) as low_findings,
    coalesce(q.deliveries, 0) as quarantined
from tenants as t
left join overdue as o on o.tenant_id = t.tenant_id
left join findings as f on f.tenant_id = t.tenant_id
left join quarantined as q on q.tenant_id = t.tenant_id;
comment on view report.vitals is 'What an operator looks at first. One row a tenant.';
comment on column report.vitals.tenant_id is 'Whose row.';
comment on column report.vitals.slug is 'Its name in routes and secrets.';
comment on column report.vitals.overdue_months is
    'Months from its first on that are not closed, and ended more than its grace hours and 24 hours ago, by app.now.';
comment on column report.vitals.first_overdue_month is 'First day of the earliest of them; null where there is none.';
comment on column report.vitals.high_findings is 'Open findings of high severity.';
comment on column report.vitals.medium_findings is 'Of medium severity.';
comment on column report.vitals.low_findings is 'Of low severity.';
comment on column report.vitals.quarantined is 'Deliveries of which something waits in quarantine.';
