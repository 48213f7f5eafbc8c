create view staging.opportunities with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        pipeline_id,
        stage_id,
        status,
        value_minor,
        currency,
        added_at,
        origin,
        deleted,
        owner_id,
        client_id,
        branch
    from staging.raw_opportunities
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_opportunities'
)

select
    r.tenant_id,
    r.seq,
    r.opportunity_id,
    r.effective_at,
    r.pipeline_id,
    r.stage_id,
    r.status,
    r.value_minor,
    r.currency,
    r.added_at,
    r.origin,
    r.deleted,
    r.owner_id,
    r.client_id,
    r.branch
from recorded as r
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.opportunities is 'Deals as observed, voided observations left out. One row a state observation; the latest by (effective_at, seq) is the current state.';
