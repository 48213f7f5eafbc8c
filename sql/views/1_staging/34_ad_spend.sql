create view staging.ad_spend with (security_invoker) as
with recorded as not materialized (
    select
        tenant_id,
        seq,
        occurred_at,
        spend_date,
        channel,
        effective_at,
        spend_minor,
        currency,
        impressions,
        clicks,
        video_hooks,
        video_holds,
        leads,
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
    from staging.raw_ad_spend
),

voided as not materialized (
    select tenant_id, target_seq as seq
    from staging.adjustments
    where kind = 'void' and target_table = 'raw_ad_spend'
)

select
    r.tenant_id,
    r.seq,
    r.occurred_at,
    r.spend_date,
    r.channel,
    r.effective_at,
    r.spend_minor,
    r.currency,
    r.impressions,
    r.clicks,
    r.video_hooks,
    r.video_holds,
    r.leads,
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
-- Not in: hashed once a statement, however often a row is probed.
where (r.tenant_id, r.seq) not in (select v.tenant_id, v.seq from voided as v)
    and r.seq = (
        select e.seq
        from recorded as e
        where e.tenant_id = r.tenant_id
            and e.spend_date = r.spend_date
            and e.channel = r.channel
            and e.utm_campaign is not distinct from r.utm_campaign
            and (e.tenant_id, e.seq) not in (select v.tenant_id, v.seq from voided as v)
        order by e.effective_at desc, e.seq desc
        limit 1
    );
comment on view staging.ad_spend is 'Ad spend as it is stated now: of a day, channel and campaign the latest statement, voided ones left out. One row a day, channel and campaign.';
