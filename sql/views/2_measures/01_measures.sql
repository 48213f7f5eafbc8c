create view report.measures with (security_invoker) as
with payments as (
    select
        p.tenant_id,
        m.measure,
        p.occurred_at,
        m.value,
        p.currency,
        p.department,
        p.team,
        p.owner_id,
        p.client_id,
        p.branch,
        p.source_funnel,
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
    where m.value is not null
),

adjustments as (
    select
        a.tenant_id,
        a.measure,
        a.occurred_at,
        a.amount as value,
        a.currency,
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
        a.utm_content,
        'adjustments'::text as fact_table,
        a.seq as fact_seq
    from staging.adjustments as a
    where a.kind = 'amount'
),

facts as (
    select
        tenant_id,
        measure,
        occurred_at,
        value,
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
        utm_content,
        fact_table,
        fact_seq
    from payments
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        value,
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
        utm_content,
        fact_table,
        fact_seq
    from adjustments
)

select
    f.tenant_id,
    f.measure,
    f.occurred_at,
    (
        select greatest((f.occurred_at at time zone z.time_zone)::date, case when not z.is_first then z.effective_from end)
        from staging.zone_periods as z
        where z.tenant_id = f.tenant_id and f.occurred_at >= z.starts_at and f.occurred_at < z.ends_at
    ) as local_date,
    f.value,
    f.currency,
    coalesce(f.department, 'unknown') as department,
    coalesce(f.team, 'unknown') as team,
    coalesce(f.owner_id, 'unknown') as owner_id,
    coalesce(f.client_id, 'unknown') as client_id,
    coalesce(f.branch, 'unknown') as branch,
    coalesce(f.source_funnel, 'unknown') as source_funnel,
    coalesce(f.utm_source, 'unknown') as utm_source,
    coalesce(f.utm_medium, 'unknown') as utm_medium,
    coalesce(f.utm_campaign, 'unknown') as utm_campaign,
    coalesce(f.utm_term, 'unknown') as utm_term,
    coalesce(f.utm_content, 'unknown') as utm_content,
    f.fact_table,
    f.fact_seq
from facts as f;
comment on view report.measures is
    'Everything that is counted or summed: additive facts. One row a fact and measure, so that every number opens to its ledger rows.';
comment on column report.measures.tenant_id is 'Whose it is.';
comment on column report.measures.measure is 'cash: signed money in and out; refunds: money paid back, positive.';
comment on column report.measures.occurred_at is 'When it counts.';
comment on column report.measures.local_date is 'The tenant''s date of occurred_at, by the zone in force then. For reading: filter on occurred_at.';
comment on column report.measures.value is 'Signed, in the measure''s unit; money in minor units of currency.';
comment on column report.measures.currency is 'ISO 4217; null where value is not money.';
comment on column report.measures.department is 'Tag department; unknown where no source says it.';
comment on column report.measures.team is 'Tag team; unknown where no source says it.';
comment on column report.measures.owner_id is 'Tag owner_id; unknown where no source says it.';
comment on column report.measures.client_id is 'Tag client_id; unknown where no source says it.';
comment on column report.measures.branch is 'Tag branch; unknown where no source says it.';
comment on column report.measures.source_funnel is 'Tag source_funnel; unknown where no source says it.';
comment on column report.measures.utm_source is 'Tag utm_source; unknown where no source says it.';
comment on column report.measures.utm_medium is 'Tag utm_medium; unknown where no source says it.';
comment on column report.measures.utm_campaign is 'Tag utm_campaign; unknown where no source says it.';
comment on column report.measures.utm_term is 'Tag utm_term; unknown where no source says it.';
comment on column report.measures.utm_content is 'Tag utm_content; unknown where no source says it.';
comment on column report.measures.fact_table is 'The ledger table of the row behind it.';
comment on column report.measures.fact_seq is 'The seq of that row.';
