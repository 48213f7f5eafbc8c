create function report.funnel_rates(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}', p_by text default null)
returns table (
    dimension_value text, step text, step_order int, from_stage text, to_stage text, numerator bigint, denominator bigint, rate numeric,
    previous_numerator bigint, previous_denominator bigint, previous_rate numeric, status text, is_provisional boolean
)
language sql stable
as $$
    with counts as materialized (
        select dimension_value, stage, clients, previous_clients, young, status
        from report.funnel_counts(p_tenant, p_from, p_to, p_filter, p_by)
    ),

    steps as (
        select s.step, s.step_order, s.from_stage, s.to_stage
        from (
            values
                ('visitor_to_lead', 1, 'visitor', 'lead'),
                ('lead_to_qualified', 2, 'lead', 'qualified'),
                ('qualified_to_booked', 3, 'qualified', 'booked'),
                ('lead_to_booked', 4, 'lead', 'booked'),
                ('booked_to_completed', 5, 'booked', 'completed'),
                ('completed_to_won', 6, 'completed', 'won'),
                ('lead_to_won', 7, 'lead', 'won')
        ) as s (step, step_order, from_stage, to_stage)
    )

    select
        f.dimension_value,
        s.step,
        s.step_order,
        s.from_stage,
        s.to_stage,
        case when f.status = 'ok' then t.clients end,
        case when t.status = 'ok' then f.clients end,
        t.clients::numeric / nullif(f.clients, 0),
        case when f.status = 'ok' then t.previous_clients end,
        case when t.status = 'ok' then f.previous_clients end,
        t.previous_clients::numeric / nullif(f.previous_clients, 0),
        case
            when f.status <> 'ok' or t.status <> 'ok' then 'not yet modeled'
            when f.clients = 0 then 'no data'
            else 'ok'
        end,
        f.young > 0
    from counts as f
    join steps as s on s.from_stage = f.stage
    join counts as t on t.stage = s.to_stage and t.dimension_value is not distinct from f.dimension_value
    order by f.dimension_value, s.step_order
$$;
comment on function report.funnel_rates(uuid, date, date, jsonb, text) is
    'The rates of the conversion model of this period''s leads, step by step and overall, with the prior period on equal footing. One row a value of p_by and step; is_provisional while the window of some lead is still running. Where a stage is not yet modeled its steps have no numbers, and lead_to_booked and lead_to_won stand over them.';
