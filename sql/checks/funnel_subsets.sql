-- In one of the last three closed months calls were booked or took place, or deals were won, with somebody whom the CRM never
-- told of as a lead: the conversion figures, which begin with leads, leave them out. An older month in which it was found is
-- looked at until it is mended.
-- severity: medium
-- source: gohighlevel
with standing as (
    select subject
    from staging.findings
    where tenant_id = $1 and check_name = 'funnel_subsets' and status in ('open', 'accepted') and subject ~ '^\d{4}-\d{2} '
),

months as (
    select (date_trunc('month', report.today($1)::timestamp) - n.months_ago * interval '1 month')::date as month
    from generate_series(1, 3) as n (months_ago)
    union
    select to_date(left(subject, 7), 'YYYY-MM')
    from standing
),

violated as materialized (
    select m.month, c.check_name, c.found, c.of
    from months as m
    cross join lateral report.funnel_self_check($1, m.month, (m.month + interval '1 month')::date) as c
    where c.status = 'violated'
),

named as (
    select v.month, v.check_name, v.found, v.of, x.measure, x.what
    from violated as v
    join (
        values
            ('booked_are_leads', 'booked', 'calls booked'),
            ('completed_are_leads', 'showed', 'calls that took place'),
            ('won_are_leads', 'won', 'deals won')
    ) as x (check_name, measure, what) on x.check_name = v.check_name
)

select
    to_char(n.month, 'YYYY-MM') || ' ' || n.check_name as subject,
    format(
        '%s of %s %s in %s %s of somebody who is no lead and was not left out as test, internal, spam or deleted.',
        n.found, n.of, n.what, to_char(n.month, 'FMMonth YYYY'), case n.found when 1 then 'is' else 'are' end) as detail,
    report.boundary($1, n.month) as occurred_at,
    coalesce(r.fact_rows, '[]') as fact_rows
from named as n
cross join lateral (
    select jsonb_agg(jsonb_build_object('table', s.fact_table, 'seq', s.fact_seq) order by s.fact_table, s.fact_seq) as fact_rows
    from (
        select f.fact_table, f.fact_seq
        from report.measures as f
        where f.tenant_id = $1
            and f.measure in ('booked', 'showed', 'won')
            and f.measure = n.measure
            and f.aggregation = 'sum'
            and f.fact_table <> 'adjustments'
            and f.occurred_at >= report.boundary($1, n.month)
            and f.occurred_at < report.boundary($1, (n.month + interval '1 month')::date)
            and not exists (
                select
                from staging.lead_candidates as l
                where l.tenant_id = $1 and l.client_id = f.client_id and (l.is_reachable or l.bucket <> 'partial')
                offset 0
            )
        order by f.fact_seq
        limit 20
    ) as s
) as r
