create view report.adjustment_measures with (security_invoker) as
with voided as (
    select tenant_id, target_table, target_seq
    from staging.adjustments
    where kind = 'void'
)

select
    a.tenant_id,
    a.measure,
    a.occurred_at,
    a.occurred_at as tagged_at,
    a.amount as value,
    a.currency,
    null::text as entity,
    a.aggregation,
    a.department,
    a.team,
    a.owner_id,
    a.client_id,
    a.branch,
    a.source_funnel,
    null::text as origin,
    a.utm_source,
    a.utm_medium,
    a.utm_campaign,
    a.utm_term,
    a.utm_content,
    'adjustments'::text as fact_table,
    a.seq as fact_seq
from staging.adjustments as a
where a.kind = 'amount'
    -- A correction of a fact goes with the fact.
    and not exists (
        select
        from voided as v
        where (v.tenant_id, v.target_table, v.target_seq) = (a.tenant_id, a.target_table, a.target_seq)
    );
comment on view report.adjustment_measures is 'Corrections, without those of facts that are voided. One row an adjustment of kind amount.';
