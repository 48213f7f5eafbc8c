create view staging.raw_payments with (security_invoker) as
select
    tenant_id,
    seq,
    source,
    source_key,
    occurred_at,
    recorded_at,
    xid,
    incarnation,
    event_seq,
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
    kind,
    amount_minor,
    currency,
    settlement_amount_minor,
    settlement_fee_minor,
    settlement_net_minor,
    settlement_currency,
    livemode,
    account,
    charge_id,
    payment_intent_id,
    customer_id,
    balance_transaction_id
from ledger.raw_payments
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_payments is 'ledger.raw_payments as recorded, as of app.as_of. One row a row of that table.';
