create view report.first_booking_measures with (security_invoker) as
select
    b.tenant_id,
    'booked_leads'::text as measure,
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
from staging.bookings as b
where not exists (
    select
    from staging.bookings as e
    where e.tenant_id = b.tenant_id and e.client_id = b.client_id and (e.booked_at, e.seq) < (b.booked_at, b.seq)
    offset 0
)
    and exists (
        select
        from staging.leads as l
        where l.tenant_id = b.tenant_id and l.client_id = b.client_id
        offset 0
    );
comment on view report.first_booking_measures is 'Leads making their first appointment. One row a lead who made one.';
