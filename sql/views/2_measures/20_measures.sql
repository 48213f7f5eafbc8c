create view report.measures with (security_invoker) as
with owners as materialized (
    -- Read once a statement: there are few, and every fact asks.
    select tenant_id, owner_id, team, department, starts_at, ends_at
    from staging.owners
),

facts as (
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.payment_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.lead_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.booking_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.first_booking_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.outcome_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.win_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.pipeline_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.ad_spend_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.visit_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.adjustment_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.event_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.finance_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.rep_activity_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.client_measures
    union all
    select
        tenant_id,
        measure,
        occurred_at,
        tagged_at,
        value,
        currency,
        entity,
        aggregation,
        department,
        team,
        owner_id,
        client_id,
        branch,
        source_funnel,
        origin,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        fact_table,
        fact_seq
    from report.subscription_measures
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
    f.entity,
    f.aggregation,
    coalesce(f.department, (
        select o.department
        from owners as o
        where o.tenant_id = f.tenant_id and o.owner_id = coalesce(f.owner_id, r.owner_id) and f.tagged_at >= o.starts_at and f.tagged_at < o.ends_at
    ), 'unknown') as department,
    coalesce(f.team, (
        select o.team
        from owners as o
        where o.tenant_id = f.tenant_id and o.owner_id = coalesce(f.owner_id, r.owner_id) and f.tagged_at >= o.starts_at and f.tagged_at < o.ends_at
    ), 'unknown') as team,
    coalesce(f.owner_id, r.owner_id, 'unknown') as owner_id,
    coalesce(f.client_id, 'unknown') as client_id,
    coalesce(f.branch, t.branch, 'unknown') as branch,
    coalesce(f.source_funnel, t.source_funnel, f.origin, t.origin, 'unknown') as source_funnel,
    coalesce(f.utm_source, t.utm_source, 'unknown') as utm_source,
    coalesce(f.utm_medium, t.utm_medium, 'unknown') as utm_medium,
    coalesce(f.utm_campaign, t.utm_campaign, 'unknown') as utm_campaign,
    coalesce(f.utm_term, t.utm_term, 'unknown') as utm_term,
    coalesce(f.utm_content, t.utm_content, 'unknown') as utm_content,
    f.fact_table,
    f.fact_seq
from facts as f
-- What a fact does not say of itself, its client says: first touch and who is responsible.
cross join lateral staging.client_tags(f.tenant_id, f.client_id) as t
cross join lateral staging.client_owner(f.tenant_id, f.client_id, f.tagged_at) as r;
comment on view report.measures is
    'Everything that is counted or summed: additive facts. One row a fact and measure (two where a deal in the pipeline changes hands), so that every number opens to its ledger rows.';
comment on column report.measures.tenant_id is 'Whose it is.';
comment on column report.measures.measure is 'What is counted or summed: a key of config.measures.';
comment on column report.measures.occurred_at is 'When it counts.';
comment on column report.measures.local_date is 'The tenant''s date of occurred_at, by the zone in force then. For reading: filter on occurred_at.';
comment on column report.measures.value is 'Signed, in the measure''s unit; money in minor units of currency.';
comment on column report.measures.currency is 'ISO 4217; null where there is none.';
comment on column report.measures.entity is 'What is counted once however often it comes, such as a visitor; null where every row counts.';
comment on column report.measures.aggregation is 'How a period adds it up: sum, stock, distinct, recent or median, as in config.measures.';
comment on column report.measures.department is 'Tag department, by the owner''s at the time where the fact has none; unknown where no source says it.';
comment on column report.measures.team is 'Tag team, by the owner''s at the time where the fact has none; unknown where no source says it.';
comment on column report.measures.owner_id is 'Tag owner_id, the client''s where the fact has none; unknown where no source says it.';
comment on column report.measures.client_id is 'Tag client_id; unknown where no source says it.';
comment on column report.measures.branch is 'Tag branch: the fact''s, else the client''s first; unknown where no source says it.';
comment on column report.measures.source_funnel is 'Tag source_funnel: the fact''s, else the client''s first touch, else the source field of deal or contact; unknown where no source says it.';
comment on column report.measures.utm_source is 'Tag utm_source; unknown where no source says it.';
comment on column report.measures.utm_medium is 'Tag utm_medium; unknown where no source says it.';
comment on column report.measures.utm_campaign is 'Tag utm_campaign; unknown where no source says it.';
comment on column report.measures.utm_term is 'Tag utm_term; unknown where no source says it.';
comment on column report.measures.utm_content is 'Tag utm_content; unknown where no source says it.';
comment on column report.measures.fact_table is 'The ledger table of the row behind it.';
comment on column report.measures.fact_seq is 'The seq of that row.';

-- The views it is made of have its columns: said once, here.
do $$
declare
    part record;
begin
    for part in
        select v.oid::regclass as view_name, a.attname, col_description('report.measures'::regclass, s.attnum) as meaning
        from pg_class as v
        join pg_attribute as a on a.attrelid = v.oid and a.attnum > 0
        join pg_attribute as s on s.attrelid = 'report.measures'::regclass and s.attname = a.attname
        where v.relnamespace = 'report'::regnamespace and v.relname like '%\_measures'
        union all
        select v.oid::regclass, a.attname, d.meaning
        from pg_class as v
        join pg_attribute as a on a.attrelid = v.oid and a.attnum > 0
        join (
            values
                ('tagged_at', 'The moment at which its tags held.'),
                ('origin', 'Where it came from by the CRM''s own source field: the funnel when nothing better is known.')
        ) as d (attname, meaning) on d.attname = a.attname
        where v.relnamespace = 'report'::regnamespace and v.relname like '%\_measures'
    loop
        execute format('comment on column %s.%I is %L', part.view_name, part.attname, part.meaning);
    end loop;
end
$$;
