create view staging.finance_targets with (security_invoker) as
with recorded as not materialized (
    select tenant_id, seq, month, effective_at, currency, targets
    from staging.raw_finance_snapshots
    -- Targets are the company's: what a department or a branch posts of itself sets none.
    where department is null and branch is null
),

voided as not materialized (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'finance_snapshots'
),

stated as not materialized (
    select
        r.tenant_id,
        r.seq,
        r.month,
        r.effective_at,
        r.currency,
        t.key as kpi,
        t.value::numeric as value
    from recorded as r
    cross join lateral jsonb_each_text(r.targets) as t
    where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v)
)

select
    s.tenant_id,
    s.seq,
    s.month,
    s.kpi,
    s.currency,
    s.value
from stated as s
where not exists (
    select
    from stated as e
    where e.tenant_id = s.tenant_id and e.month = s.month and e.kpi = s.kpi and (e.effective_at, e.seq) > (s.effective_at, s.seq)
);
comment on view staging.finance_targets is 'What finance wants of a month: of each KPI the latest statement that names it. One row a month and KPI.';
comment on column staging.finance_targets.kpi is 'The KPI''s key.';
comment on column staging.finance_targets.currency is 'ISO 4217, of targets that are money.';
comment on column staging.finance_targets.value is 'In the KPI''s unit (money: minor units of currency).';
