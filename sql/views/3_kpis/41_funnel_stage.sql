create view report.funnel_stage with (security_invoker) as
with candidates as (
    select
        tenant_id,
        seq,
        client_id,
        became_at,
        bucket
    from staging.lead_candidates
),

-- Read once a statement, and not once a row.
settings as materialized (
    select tenant_id, funnel_window_days
    from staging.tenants
),

owners as materialized (
    select tenant_id, owner_id, team, department, starts_at, ends_at
    from staging.owners
),

windows as (
    select
        c.tenant_id,
        c.seq,
        c.client_id,
        c.became_at,
        c.bucket,
        c.became_at + make_interval(hours => 24 * s.funnel_window_days) as window_ends_at
    from candidates as c
    join settings as s on s.tenant_id = c.tenant_id
),

reached as (
    select
        w.tenant_id,
        w.seq,
        w.client_id,
        w.became_at,
        w.bucket,
        w.window_ends_at,
        (
            select min(q.qualified_at)
            from staging.qualifications as q
            where q.tenant_id = w.tenant_id and q.client_id = w.client_id and q.qualified_at < w.window_ends_at
        ) as qualified_at,
        (
            select min(b.booked_at)
            from staging.bookings as b
            where b.tenant_id = w.tenant_id and b.client_id = w.client_id and b.booked_at < w.window_ends_at
        ) as booked_at,
        (
            select min(o.start_at)
            from staging.outcomes as o
            where o.tenant_id = w.tenant_id and o.client_id = w.client_id and o.outcome = 'showed' and o.start_at < w.window_ends_at
        ) as completed_at,
        (
            -- By the deals that ever were this client's: a win is known by its deal, whose client may have changed.
            select min(d.won_at)
            from (
                select distinct e.opportunity_id
                from staging.opportunities as e
                where e.tenant_id = w.tenant_id and e.client_id = w.client_id
            ) as k
            cross join lateral (
                select v.won_at
                from staging.wins as v
                where v.tenant_id = w.tenant_id and v.opportunity_id = k.opportunity_id and v.client_id = w.client_id
                offset 0
            ) as d
            where d.won_at < w.window_ends_at
        ) as won_at
    from windows as w
)

select
    r.tenant_id,
    r.seq,
    r.client_id,
    r.became_at,
    r.window_ends_at,
    r.bucket,
    r.qualified_at,
    r.booked_at,
    r.completed_at,
    r.won_at,
    case
        when r.bucket is not null then null
        when r.won_at is not null then 'won'
        when r.completed_at is not null then 'completed'
        when r.booked_at is not null then 'booked'
        when r.qualified_at is not null then 'qualified'
        else 'lead'
    end as stage,
    coalesce((
        select o.department
        from owners as o
        where o.tenant_id = r.tenant_id and o.owner_id = p.owner_id and r.became_at >= o.starts_at and r.became_at < o.ends_at
    ), 'unknown') as department,
    coalesce((
        select o.team
        from owners as o
        where o.tenant_id = r.tenant_id and o.owner_id = p.owner_id and r.became_at >= o.starts_at and r.became_at < o.ends_at
    ), 'unknown') as team,
    coalesce(p.owner_id, 'unknown') as owner_id,
    coalesce(t.branch, 'unknown') as branch,
    coalesce(t.source_funnel, t.origin, 'unknown') as source_funnel,
    coalesce(t.utm_source, 'unknown') as utm_source,
    coalesce(t.utm_medium, 'unknown') as utm_medium,
    coalesce(t.utm_campaign, 'unknown') as utm_campaign,
    coalesce(t.utm_term, 'unknown') as utm_term,
    coalesce(t.utm_content, 'unknown') as utm_content
from reached as r
cross join lateral staging.client_tags(r.tenant_id, r.client_id) as t
cross join lateral staging.client_owner(r.tenant_id, r.client_id, r.became_at) as p;
comment on view report.funnel_stage is
    'The conversion model, client by client: how far each lead came within the tenant''s window of becoming one; a later stage implies the earlier. One row a client, those that are left out too.';
comment on column report.funnel_stage.tenant_id is 'Whose client.';
comment on column report.funnel_stage.seq is 'The observation that made it a lead: seq in ledger.raw_clients.';
comment on column report.funnel_stage.client_id is 'The client.';
comment on column report.funnel_stage.became_at is 'When it became a lead; of one that never was reachable, when it was first seen.';
comment on column report.funnel_stage.window_ends_at is 'What happens from then on counts no more.';
comment on column report.funnel_stage.bucket is 'Why it is left out: test, internal, spam, deleted or partial; null when it counts.';
comment on column report.funnel_stage.qualified_at is 'When it was first observed to be qualified, within the window.';
comment on column report.funnel_stage.booked_at is 'When it made its first appointment, within the window.';
comment on column report.funnel_stage.completed_at is 'When its first appointment that took place began, within the window.';
comment on column report.funnel_stage.won_at is 'When its first deal was won, within the window.';
comment on column report.funnel_stage.stage is 'The furthest stage: lead, qualified, booked, completed or won; null when it is left out.';
comment on column report.funnel_stage.department is 'Tag department of whoever had the client then.';
comment on column report.funnel_stage.team is 'Tag team of whoever had the client then.';
comment on column report.funnel_stage.owner_id is 'Tag owner_id: who had the client then.';
comment on column report.funnel_stage.branch is 'Tag branch, by first touch.';
comment on column report.funnel_stage.source_funnel is 'Tag source_funnel, by first touch, else the CRM''s own source field; unknown stays in.';
comment on column report.funnel_stage.utm_source is 'Tag utm_source, by first touch.';
comment on column report.funnel_stage.utm_medium is 'Tag utm_medium, by first touch.';
comment on column report.funnel_stage.utm_campaign is 'Tag utm_campaign, by first touch.';
comment on column report.funnel_stage.utm_term is 'Tag utm_term, by first touch.';
comment on column report.funnel_stage.utm_content is 'Tag utm_content, by first touch.';
