create view staging.adjustments with (security_invoker) as
with recorded as not materialized (
    select
        tenant_id,
        seq,
        occurred_at,
        kind,
        target_table,
        target_seq,
        measure,
        amount,
        currency,
        reason,
        actor,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content
    from staging.raw_adjustments
),

reversed as (
    select tenant_id, target_seq as seq
    from recorded
    where kind = 'void' and target_table = 'adjustments'
),

measures as (
    select measure, aggregation
    from staging.measures
)

select
    a.tenant_id,
    a.seq,
    a.occurred_at,
    a.kind,
    a.target_table,
    a.target_seq,
    a.measure,
    (select m.aggregation from measures as m where m.measure = a.measure) as aggregation,
    a.amount,
    a.currency,
    a.reason,
    a.actor,
    a.department,
    a.team,
    a.owner_id,
    a.client_id,
    a.branch,
    a.source_funnel,
    a.utm_source,
    a.utm_medium,
    a.utm_campaign,
    a.utm_term,
    a.utm_content
from recorded as a
where not exists (
    select
    from reversed as r
    where r.tenant_id = a.tenant_id and r.seq = a.seq
);
comment on view staging.adjustments is 'Adjustments in force: those no later adjustment has reversed. One row an adjustment.';
comment on column staging.adjustments.aggregation is 'How its measure adds up; null for a void.';
