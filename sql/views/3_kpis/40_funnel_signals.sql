create function report.funnel_signals(p_tenant uuid) returns table (stage text, stage_order int, is_modeled boolean)
language sql stable
as $$
    select s.stage, s.stage_order, s.is_modeled
    from (
        values
            ('visitor', 1, exists (select from staging.page_views as v where v.tenant_id = p_tenant)),
            ('lead', 2, true),
            (
                'qualified',
                3,
                exists (select from staging.stages as t where t.tenant_id = p_tenant and t.meaning = 'qualified')
                or exists (select from staging.label_rules as r where r.tenant_id = p_tenant and r.meaning = 'qualified')
            ),
            ('booked', 4, exists (select from staging.bookings as b where b.tenant_id = p_tenant)),
            ('completed', 5, exists (select from staging.outcomes as o where o.tenant_id = p_tenant and o.outcome in ('showed', 'noshow'))),
            ('won', 6, exists (select from staging.opportunities as d where d.tenant_id = p_tenant and d.status in ('won', 'lost', 'abandoned')))
    ) as s (stage, stage_order, is_modeled)
$$;
comment on function report.funnel_signals(uuid) is
    'Which stages of the conversion model a tenant''s sources tell of: views of pages, a stage or label that means qualified, appointments, their outcomes, deals that ended. One row a stage; without a signal it is not yet modeled, and never guessed.';
