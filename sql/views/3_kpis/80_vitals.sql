create function report.is_time_zone(p_name text) returns boolean
language plpgsql stable
as $$
begin
    perform now() at time zone p_name;
    return true;
exception
    when invalid_parameter_value then return false;
end
$$;
comment on function report.is_time_zone(text) is 'Whether PostgreSQL knows a time zone of this name.';

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

-- Where PostgreSQL does not know a tenant's zone no month of its closes: that shows by UTC, and must not hide how the others do.
zones as materialized (
    select
        tenant_id,
        case when report.is_time_zone(time_zone) then time_zone else 'UTC' end as time_zone,
        effective_from,
        is_first
    from staging.zone_periods
),

findings as (
    select tenant_id, seq, check_name, subject, status, severity
    from staging.raw_findings
),

quarantine as (
    select tenant_id, event_seq, reason
    from staging.raw_quarantine
),

resolutions as (
    select tenant_id, seq, event_seq, kind, remaining
    from staging.raw_resolutions
),

-- Every tenant's at once: by whole lists, since what holds of one tenant is looked for row by row. Open is what its last row leaves open.
subjects as (
    select
        tenant_id,
        max(seq) as last_seq,
        max(seq) filter (where status = 'open' and severity = 'high') as high_seq,
        max(seq) filter (where status = 'open' and severity = 'medium') as medium_seq,
        max(seq) filter (where status = 'open' and severity = 'low') as low_seq
    from findings
    group by tenant_id, check_name, subject
),

open_findings as (
    select
        tenant_id,
        count(*) filter (where high_seq = last_seq) as high,
        count(*) filter (where medium_seq = last_seq) as medium,
        count(*) filter (where low_seq = last_seq) as low
    from subjects
    group by tenant_id
),

latest_resolutions as (
    select tenant_id, max(seq) as seq
    from resolutions
    group by tenant_id, event_seq
),

resolved as (
    select r.tenant_id, r.event_seq, r.kind, r.remaining
    from resolutions as r
    join latest_resolutions as l on l.tenant_id = r.tenant_id and l.seq = r.seq
),

quarantined as (
    select q.tenant_id, count(distinct q.event_seq) as deliveries
    from quarantine as q
    left join resolved as r on r.tenant_id = q.tenant_id and r.event_seq = q.event_seq
    where r.event_seq is null or (r.kind = 'replay' and q.reason = any (r.remaining))
    group by q.tenant_id
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

-- In the zone that report.month_period takes: a new one begins with a month.
ends as (
    select distinct on (m.tenant_id, m.month)
        m.tenant_id,
        m.month,
        staging.day_start((m.month + interval '1 month')::date, z.time_zone) as ends_at,
        ((m.month + interval '1 month') + m.grace_hours * interval '1 hour') at time zone z.time_zone as grace_ends_at
    from open_months as m
    join zones as z on z.tenant_id = m.tenant_id and (z.is_first or z.effective_from <= m.month)
    order by m.tenant_id, m.month, z.effective_from desc
),

-- A day more than the timer leaves it open.
overdue as (
    select tenant_id, count(*)::int as months, min(month) as first_month
    from ends
    where greatest(ends_at, grace_ends_at) + interval '24 hours' < staging.now_at()
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
left join open_findings as f on f.tenant_id = t.tenant_id
left join quarantined as q on q.tenant_id = t.tenant_id;
comment on view report.vitals is 'What an operator looks at first. One row a tenant.';
comment on column report.vitals.tenant_id is 'Whose row.';
comment on column report.vitals.slug is 'Its name in routes and secrets.';
comment on column report.vitals.overdue_months is
    'Months from its first on that are not closed, and ended more than its grace hours and 24 hours ago, by app.now; by UTC where its time zone is unknown.';
comment on column report.vitals.first_overdue_month is 'First day of the earliest of them; null where there is none.';
comment on column report.vitals.high_findings is 'Open findings of high severity.';
comment on column report.vitals.medium_findings is 'Of medium severity.';
comment on column report.vitals.low_findings is 'Of low severity.';
comment on column report.vitals.quarantined is 'Deliveries of which something waits in quarantine.';
