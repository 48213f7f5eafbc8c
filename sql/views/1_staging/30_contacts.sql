create view staging.contacts with (security_invoker) as
with recorded as (
    select
        tenant_id,
        seq,
        entity_id,
        effective_at,
        added_at,
        has_email,
        has_phone,
        email_hash,
        labels,
        bucket,
        origin,
        deleted,
        owner_id,
        branch,
        source_funnel,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content
    from staging.raw_clients
    where aspect = 'contact'
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
    r.added_at,
    r.has_email,
    r.has_phone,
    r.email_hash,
    r.labels,
    r.bucket,
    r.origin,
    r.deleted,
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
comment on view staging.contacts is 'Contacts as observed, voided observations left out. One row a state observation; the latest by (effective_at, seq) is the current state.';
comment on column staging.contacts.client_id is 'The CRM''s contact id.';
