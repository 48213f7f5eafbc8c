-- A delivery that could not be read has waited for longer than seven days: what it says is in no figure. Mended by replaying it
-- once the settings or the app can read it, or by setting it aside with a reason.
-- severity: medium
-- source: ledger
with items as (
    select event_seq, reason, recorded_at, occurred_at, source, event_type
    from staging.quarantine
    where tenant_id = $1 and is_open and livemode is not false
),

deliveries as (
    select
        event_seq,
        source,
        event_type,
        min(recorded_at) as recorded_at,
        min(occurred_at) as occurred_at,
        string_agg(distinct reason, ', ' order by reason) as reasons
    from items
    group by event_seq, source, event_type
)

select
    'delivery ' || d.event_seq as subject,
    format('Delivery %s (%s) has waited in quarantine since %s: %s.', d.event_seq, d.event_type, report.local_day($1, d.recorded_at), d.reasons) as detail,
    coalesce(d.occurred_at, d.recorded_at) as occurred_at,
    jsonb_build_array(jsonb_build_object('table', 'raw_events', 'seq', d.event_seq)) as fact_rows,
    d.source
from deliveries as d
where d.recorded_at < staging.now_at() - interval '7 days'
