create view staging.qualifications with (security_invoker) as
with qualifying_stages as materialized (
    select tenant_id, pipeline_id, stage_id
    from staging.stages
    where meaning = 'qualified'
),

qualifying_labels as materialized (
    select tenant_id, label
    from staging.label_rules
    where meaning = 'qualified'
),

deals as not materialized (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        client_id,
        pipeline_id,
        stage_id,
        deleted
    from staging.opportunities
),

contacts as not materialized (
    select tenant_id, client_id, effective_at, labels
    from staging.contacts
)

select
    d.tenant_id,
    d.client_id,
    d.effective_at as qualified_at
from deals as d
where not d.deleted
    and exists (
        select
        from qualifying_stages as q
        where q.tenant_id = d.tenant_id and q.pipeline_id = d.pipeline_id and q.stage_id = d.stage_id
        offset 0
    )
    -- A deal that is gone qualified nobody.
    and not (
        select l.deleted
        from deals as l
        where l.tenant_id = d.tenant_id and l.opportunity_id = d.opportunity_id
        order by l.effective_at desc, l.seq desc
        limit 1
    )
union all
select
    c.tenant_id,
    c.client_id,
    c.effective_at as qualified_at
from contacts as c
where exists (
    select
    from qualifying_labels as q
    where q.tenant_id = c.tenant_id and q.label = any (c.labels)
);
comment on view staging.qualifications is 'Observations that say that a client is qualified: a deal in a stage, or a label, that means it. One row an observation.';
comment on column staging.qualifications.client_id is 'The client.';
comment on column staging.qualifications.qualified_at is 'When it was observed.';
