create function report.stage_pairs(p_tenant uuid, p_pipeline text, p_pairs jsonb)
returns table (pair_order int, from_stage_id text, from_stage text, to_stage_id text, to_stage text)
language sql stable
as $$
    with stages as (
        select stage_id, name, display_order
        from staging.stages
        where tenant_id = p_tenant and pipeline_id = p_pipeline
    ),

    consecutive as (
        select
            row_number() over in_order as pair_order,
            stage_id as from_stage_id,
            lead(stage_id) over in_order as to_stage_id
        from stages
        window in_order as (order by display_order, stage_id)
    ),

    pairs as (
        select c.pair_order, c.from_stage_id, c.to_stage_id
        from consecutive as c
        where p_pairs is null and c.to_stage_id is not null
        union all
        select g.pair_order, g.pair ->> 'from', g.pair ->> 'to'
        from jsonb_array_elements(p_pairs) with ordinality as g (pair, pair_order)
    )

    select
        p.pair_order::int,
        p.from_stage_id,
        f.name,
        p.to_stage_id,
        t.name
    from pairs as p
    left join stages as f on f.stage_id = p.from_stage_id
    left join stages as t on t.stage_id = p.to_stage_id
$$;
comment on function report.stage_pairs(uuid, text, jsonb) is
    'The pairs of stages that a conversion report of a pipeline has: those given ([{"from":"s1","to":"s3"}]) in their order, else each stage and the next one. One row a pair; the names are null of a stage the pipeline does not have.';
