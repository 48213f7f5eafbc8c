create view report.payment_measures with (security_invoker) as
select
    p.tenant_id,
    m.measure,
    p.occurred_at,
    p.occurred_at as tagged_at,
    m.value,
    p.currency,
    null::text as entity,
    'sum'::text as aggregation,
    p.department,
    p.team,
    p.owner_id,
    p.client_id,
    p.branch,
    p.source_funnel,
    null::text as origin,
    p.utm_source,
    p.utm_medium,
    p.utm_campaign,
    p.utm_term,
    p.utm_content,
    'raw_payments'::text as fact_table,
    p.seq as fact_seq
from staging.payments as p
cross join lateral (
    values
        ('cash'::text, case when p.kind <> 'payout' then p.amount_minor::numeric end),
        ('refunds'::text, case when p.kind in ('refund', 'refund_return') then -p.amount_minor::numeric end)
) as m (measure, value)
where m.value is not null;
comment on view report.payment_measures is 'What movements of cash count for. One row a movement and measure.';
