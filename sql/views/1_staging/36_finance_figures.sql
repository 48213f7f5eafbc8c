create view staging.finance_figures with (security_invoker) as
with recorded as not materialized (
    select
        tenant_id,
        seq,
        occurred_at,
        month,
        effective_at,
        revenue_minor,
        ebitda_minor,
        currency,
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
    from staging.raw_finance_snapshots
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
        r.occurred_at,
        r.month,
        r.effective_at,
        f.figure,
        f.amount_minor,
        r.currency,
        r.department,
        r.team,
        r.owner_id,
        r.client_id,
        r.branch,
        r.source_funnel,
        r.utm_source,
        r.utm_medium,
        r.utm_campaign,
        r.utm_term,
        r.utm_content
    from recorded as r
    cross join lateral (values ('revenue'::text, r.revenue_minor), ('ebitda'::text, r.ebitda_minor)) as f (figure, amount_minor)
    where f.amount_minor is not null
        and (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v)
)

select
    s.tenant_id,
    s.seq,
    s.occurred_at,
    s.month,
    s.figure,
    s.amount_minor,
    s.currency,
    s.department,
    s.team,
    s.owner_id,
    s.client_id,
    s.branch,
    s.source_funnel,
    s.utm_source,
    s.utm_medium,
    s.utm_campaign,
    s.utm_term,
    s.utm_content
from stated as s
-- A statement that leaves a figure out says nothing about it.
where not exists (
    select
    from stated as e
    where e.tenant_id = s.tenant_id
        and e.month = s.month
        and e.figure = s.figure
        and e.department is not distinct from s.department
        and e.branch is not distinct from s.branch
        and (e.effective_at, e.seq) > (s.effective_at, s.seq)
);
comment on view staging.finance_figures is
    'What finance says now of a month: of each figure the latest statement that has it, voided ones left out. One row a month, department, branch and figure.';
comment on column staging.finance_figures.figure is 'revenue or ebitda.';
comment on column staging.finance_figures.amount_minor is 'In minor units of currency; may be negative.';
