create view staging.subscription_changes with (security_invoker) as
with states as (
    select
        tenant_id,
        seq,
        subscription_id,
        effective_at,
        mrr_minor,
        currency,
        account_id,
        row(
            mrr_minor, currency, customer_id, client_id, department, team, owner_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term,
            utm_content
        ) as state
    from staging.subscriptions
),

told as (
    select
        tenant_id,
        seq,
        subscription_id,
        effective_at,
        mrr_minor,
        currency,
        account_id,
        lag(seq) over by_time is not null and state is not distinct from lag(state) over by_time as is_repeated
    from states
    window by_time as (partition by tenant_id, subscription_id order by effective_at, seq)
),

steps as (
    select
        tenant_id,
        seq,
        subscription_id,
        effective_at,
        mrr_minor,
        currency,
        account_id,
        lag(seq) over by_time as previous_seq,
        lag(mrr_minor) over by_time as previous_mrr_minor,
        lag(currency) over by_time as previous_currency,
        lag(account_id) over by_time as previous_account_id
    from told
    -- Said again without a difference it is whose it was.
    where not is_repeated
    window by_time as (partition by tenant_id, subscription_id order by effective_at, seq)
),

-- What it earned leaves with the tags and the currency it had, what it earns comes with those it has.
sides as (
    select tenant_id, seq, effective_at, seq as tag_seq, account_id, currency, mrr_minor as change_minor
    from steps
    where mrr_minor <> 0
    union all
    select tenant_id, seq, effective_at, previous_seq as tag_seq, previous_account_id as account_id, previous_currency as currency, -previous_mrr_minor as change_minor
    from steps
    where previous_mrr_minor <> 0
),

nets as (
    select tenant_id, account_id, currency, effective_at, seq, sum(change_minor) as change_minor
    from sides
    group by tenant_id, account_id, currency, effective_at, seq
    having sum(change_minor) <> 0
),

-- A subscription that is replaced by another ends and begins within one second of Stripe's: to the customer nothing happened but
-- the difference.
moments as (
    select
        tenant_id,
        account_id,
        currency,
        date_trunc('second', effective_at) as moment,
        max(effective_at) as effective_at,
        (array_agg(seq order by effective_at desc, seq desc))[1] as seq,
        sum(change_minor) as change_minor
    from nets
    group by tenant_id, account_id, currency, date_trunc('second', effective_at)
    having sum(change_minor) <> 0
),

totals as (
    select
        tenant_id,
        account_id,
        currency,
        effective_at,
        seq,
        change_minor,
        sum(change_minor) over (partition by tenant_id, account_id, currency order by moment) as total_minor
    from moments
)

select tenant_id, seq, tag_seq, effective_at, 'stock'::text as aggregation, 'mrr'::text as measure, currency, change_minor::numeric as value
from sides
union all
select
    tenant_id,
    seq,
    seq as tag_seq,
    effective_at,
    'sum'::text as aggregation,
    case
        when change_minor > 0 and total_minor - change_minor <= 0 then 'mrr_new'
        when change_minor > 0 then 'mrr_expansion'
        when total_minor <= 0 then 'mrr_churn'
        else 'mrr_contraction'
    end as measure,
    currency,
    change_minor::numeric as value
from totals;
comment on view staging.subscription_changes is
    'What observations of subscriptions change about monthly recurring revenue: as a stock, and as a flow by what it means for the customer. One row an observation and measure, two of the stock where an amount is followed by another.';
comment on column staging.subscription_changes.seq is 'The observation that changes it.';
comment on column staging.subscription_changes.tag_seq is 'The observation whose tags it has.';
comment on column staging.subscription_changes.effective_at is 'When it changes.';
comment on column staging.subscription_changes.aggregation is 'How the measure adds up: stock or sum.';
comment on column staging.subscription_changes.measure is 'mrr; or mrr_new, mrr_expansion, mrr_contraction, mrr_churn by the customer''s total before and after.';
comment on column staging.subscription_changes.value is 'Signed, in minor units of currency.';
