create view staging.adjustment_log with (security_invoker) as
with recorded as not materialized (
    select
        tenant_id,
        seq,
        source,
        source_key,
        occurred_at,
        recorded_at,
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

zones as (
    select tenant_id, time_zone, effective_from, is_first, starts_at, ends_at
    from staging.zone_periods
)

select
    a.tenant_id,
    a.seq,
    a.source,
    a.source_key,
    a.occurred_at,
    (
        select greatest((a.occurred_at at time zone z.time_zone)::date, case when not z.is_first then z.effective_from end)
        from zones as z
        where z.tenant_id = a.tenant_id and a.occurred_at >= z.starts_at and a.occurred_at < z.ends_at
    ) as effective_date,
    a.recorded_at,
    a.kind,
    a.target_table,
    a.target_seq,
    a.measure,
    a.amount,
    a.currency,
    a.reason,
    a.actor,
    (
        select min(r.seq)
        from recorded as r
        where r.tenant_id = a.tenant_id and r.target_table = 'adjustments' and r.target_seq = a.seq and r.kind = 'void'
    ) as reversed_by,
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
from recorded as a;
comment on view staging.adjustment_log is 'Every adjustment, those that were reversed too. One row an adjustment.';
comment on column staging.adjustment_log.effective_date is 'The tenant''s date of occurred_at, by the zone in force then.';
comment on column staging.adjustment_log.reversed_by is 'The adjustment that reversed it; null while it is in force.';
