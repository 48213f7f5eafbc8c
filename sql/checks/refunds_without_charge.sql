-- Money was given back of a charge that the ledger never saw come in, three days on: cash is too low by the charge, unless it
-- was made before the ledger began, which is why it is not high.
-- severity: medium
-- source: stripe
with refunds as (
    select
        charge_id,
        currency,
        min(occurred_at) as occurred_at,
        -sum(amount_minor) as refunded_minor,
        jsonb_agg(jsonb_build_object('table', 'raw_payments', 'seq', seq) order by occurred_at, seq) as fact_rows
    from staging.payments
    where tenant_id = $1 and kind = 'refund' and charge_id is not null
    group by charge_id, currency
),

-- As recorded: a capture that somebody voided is there, and known to be wrong.
captures as not materialized (
    select charge_id
    from staging.raw_payments
    where tenant_id = $1 and kind = 'capture' and livemode
)

select
    r.charge_id as subject,
    format(
        '%s of charge %s was given back on %s, and the ledger has no such charge.',
        report.amount_in_words(r.refunded_minor::bigint, r.currency), r.charge_id, report.local_day($1, r.occurred_at)) as detail,
    r.occurred_at,
    r.fact_rows
from refunds as r
where r.occurred_at < staging.now_at() - interval '3 days'
    -- Offset 0 keeps the look a probe.
    and not exists (select from captures as c where c.charge_id = r.charge_id offset 0)
