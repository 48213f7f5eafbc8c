create view staging.client_milestones with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        entity_id,
        effective_at,
        onboarded_at,
        first_lead_at,
        hit_100k_at,
        churned_at,
        health_score,
        department,
        team,
        owner_id,
        branch,
        source_funnel,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content
    from staging.raw_clients
    where aspect = 'success'
),

voided as (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_clients'
)

select
    r.tenant_id,
    r.seq,
    r.entity_id as client_id,
    r.effective_at,
    case
        when r.onboarded_at is not null then 'onboarded'
        when r.first_lead_at is not null then 'first_lead'
        when r.hit_100k_at is not null then 'hit_100k'
        when r.churned_at is not null then 'churned'
        when r.health_score is not null then 'health_scored'
    end as milestone,
    r.health_score,
    r.department,
    r.team,
    r.owner_id,
    r.branch,
    r.source_funnel,
    r.utm_source,
    r.utm_medium,
    r.utm_campaign,
    r.utm_term,
    r.utm_content
from recorded as r
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v);
comment on view staging.client_milestones is 'What the success team says of clients, voided statements left out. One row a client and milestone or score.';
comment on column staging.client_milestones.client_id is 'The client.';
comment on column staging.client_milestones.effective_at is 'When it happened.';
comment on column staging.client_milestones.milestone is 'onboarded, first_lead, hit_100k, churned or health_scored.';
