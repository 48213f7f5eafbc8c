create function report.stage_conversion(p_tenant uuid, p_pipeline text, p_from date, p_to date, p_window_days int, p_pairs jsonb)
returns table (
    pair_order int, from_stage_id text, from_stage text, to_stage_id text, to_stage text, entered bigint, converted bigint, rate numeric)
language sql stable
as $$
    with pairs as materialized (
        select pair_order, from_stage_id, from_stage, to_stage_id, to_stage
        from report.stage_pairs(p_tenant, p_pipeline, p_pairs)
    ),

    -- Deals seen in a first stage within the period: whether they entered it then is for their histories to say.
    candidates as (
        select distinct opportunity_id
        from staging.opportunities
        where tenant_id = p_tenant
            and effective_at >= (select report.boundary(p_tenant, p_from))
            and effective_at < (select report.boundary(p_tenant, p_to))
            and pipeline_id = p_pipeline
            and stage_id = any (array(select p.from_stage_id from pairs as p))
    ),

    -- Deal by deal, so that no plan compares one deal's entries with all others'.
    deals as (
        select o.pair_order, o.is_converted
        from candidates as c
        cross join lateral (
            with entries as materialized (
                select seq, stage_id, entered_at
                from staging.stage_entries
                where tenant_id = p_tenant and opportunity_id = c.opportunity_id and pipeline_id = p_pipeline
            )

            -- Every entry of the period, not the first alone: a later one may be the one that converts.
            select p.pair_order, count(t.seq) > 0 as is_converted
            from pairs as p
            join entries as f on f.stage_id = p.from_stage_id
            left join entries as t
                on t.stage_id = p.to_stage_id
                and (t.entered_at, t.seq) > (f.entered_at, f.seq)
                and (p_window_days is null or t.entered_at < f.entered_at + make_interval(hours => 24 * p_window_days))
            where f.entered_at >= (select report.boundary(p_tenant, p_from)) and f.entered_at < (select report.boundary(p_tenant, p_to))
            group by p.pair_order
        ) as o
    ),

    counts as (
        select pair_order, count(*) as entered, count(*) filter (where is_converted) as converted
        from deals
        group by pair_order
    )

    select
        p.pair_order,
        p.from_stage_id,
        p.from_stage,
        p.to_stage_id,
        p.to_stage,
        coalesce(c.entered, 0),
        coalesce(c.converted, 0),
        trim_scale(c.converted::numeric / c.entered)
    from pairs as p
    left join counts as c on c.pair_order = p.pair_order
    order by p.pair_order
$$;
comment on function report.stage_conversion(uuid, text, date, date, int, jsonb) is
    'Of the deals that entered a stage of a pipeline in [from, to) of the tenant''s dates, each once, how many entered another one after that and less than the window''s days (of 24 hours; null for no limit) later, also past the period''s end. One row a pair of report.stage_pairs, in its order; rate is null where nothing entered.';
