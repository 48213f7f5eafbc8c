create view report.fact_origins with (security_invoker) as
select
    tenant_id,
    'raw_events'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    seq as event_seq
from staging.raw_events
union all
select
    tenant_id,
    'raw_payments'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_payments
union all
select
    tenant_id,
    'raw_opportunities'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_opportunities
union all
select
    tenant_id,
    'raw_appointments'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_appointments
union all
select
    tenant_id,
    'raw_clients'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_clients
union all
select
    tenant_id,
    'raw_ad_spend'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_ad_spend
union all
select
    tenant_id,
    'finance_snapshots'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_finance_snapshots
union all
select
    tenant_id,
    'adjustments'::text as fact_table,
    seq as fact_seq,
    source,
    source_key,
    recorded_at,
    event_seq
from staging.raw_adjustments;
comment on view report.fact_origins is 'Where the rows behind the measures came from. One row a row of the ledger.';
comment on column report.fact_origins.tenant_id is 'Whose row.';
comment on column report.fact_origins.fact_table is 'The ledger table it is in.';
comment on column report.fact_origins.fact_seq is 'Its seq there.';
comment on column report.fact_origins.source is 'The system that said it.';
comment on column report.fact_origins.source_key is 'The source''s own key of it.';
comment on column report.fact_origins.recorded_at is 'When it was appended.';
comment on column report.fact_origins.event_seq is 'The delivery it was read from: seq in ledger.raw_events; null for a correction by hand.';
