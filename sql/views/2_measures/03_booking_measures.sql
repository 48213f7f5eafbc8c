create view report.booking_measures with (security_invoker) as
select
    b.tenant_id,
    'booked'::text as measure,
    b.booked_at as occurred_at,
    b.booked_at as tagged_at,
    1::numeric as value,
    null::text as currency,
    null::text as entity,
    'sum'::text as aggregation,
    null::text as department,
    null::text as team,
    b.owner_id,
    b.client_id,
    b.branch,
    null::text as source_funnel,
    null::text as origin,
    null::text as utm_source,
    null::text as utm_medium,
    null::text as utm_campaign,
    null::text as utm_term,
    null::text as utm_content,
    'raw_appointments'::text as fact_table,
    b.seq as fact_seq
from staging.bookings as b;
comment on view report.booking_measures is 'Appointments being made. One row an appointment.';
