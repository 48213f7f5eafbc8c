using Npgsql;

namespace Plumbline.Ledger;

internal static class AppointmentRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<AppointmentState>> rows) => new Unnest<FactRow<AppointmentState>>(
        """
        insert into ledger.raw_appointments (
            tenant_id, source, source_key, event_seq, occurred_at, appointment_id, effective_at, calendar_id, status, booked_at, start_at, end_at,
            deleted,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            a.tenant_id, a.source, a.source_key, e.seq, a.effective_at, a.appointment_id, a.effective_at, a.calendar_id, a.status, a.booked_at,
            a.start_at, a.end_at, a.deleted,
            a.department, a.team, a.owner_id, a.client_id, a.branch, a.source_funnel, a.utm_source, a.utm_medium, a.utm_campaign, a.utm_term, a.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::timestamptz[],
            $10::timestamptz[], $11::timestamptz[], $12::boolean[],
            $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[])
            as a (
                tenant_id, source, event_key, source_key, appointment_id, effective_at, calendar_id, status, booked_at, start_at, end_at, deleted,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = a.tenant_id and e.source = a.source and e.source_key = a.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by a.tenant_id, a.source, a.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.AppointmentId)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => row.Fact.CalendarId)
        .Column(row => row.Fact.Status)
        .Column(row => row.Fact.BookedAt?.UtcDateTime)
        .Column(row => row.Fact.StartAt?.UtcDateTime)
        .Column(row => row.Fact.EndAt?.UtcDateTime)
        .Column(row => row.Fact.Deleted)
        .Tags(row => row.Fact.Tags);
}
