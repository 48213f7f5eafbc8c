using Plumbline.Platform;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Appointments as the ledger has them. What was voided is there too: it was seen, and is not to be appended again.</summary>
internal static class AppointmentLedger
{
    private const string SelectMark = "select coalesce(max(a.seq), 0) from staging.raw_appointments as a where a.tenant_id = $1";

    private const string SelectLatest = """
        select distinct on (a.appointment_id)
            a.appointment_id, a.seq, a.effective_at, a.calendar_id, a.status, a.start_at, a.end_at, a.owner_id, a.client_id, a.deleted
        from staging.raw_appointments as a
        where a.tenant_id = $1 and a.source = $2 and a.appointment_id = any ($3)
        order by a.appointment_id, a.effective_at desc, a.seq desc
        """;

    // Those of the time compared that no answer of this run had; and those that were found to differ, of whatever time: what is
    // not looked at again would be taken for settled.
    private const string SelectUnlisted = """
        with latest as (
            select distinct on (a.appointment_id) a.appointment_id, a.effective_at, a.start_at, a.deleted
            from staging.raw_appointments as a
            where a.tenant_id = $1 and a.source = $3
            order by a.appointment_id, a.effective_at desc, a.seq desc
        ),

        found as (
            select f.subject
            from staging.findings as f
            where f.tenant_id = $1 and f.check_name in ('appointment_differs', 'appointment_extra') and f.status in ('open', 'accepted')
        ),

        asked as (
            select l.appointment_id
            from latest as l
            where not l.deleted and l.effective_at <= $4 and l.start_at >= $5 and l.start_at < $6
            union
            select f.subject as appointment_id
            from found as f
        )

        select q.appointment_id
        from asked as q
        where q.appointment_id > $7
            and not exists (
                select
                from ops.reconciliation_items as i
                where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = 'appointment' and i.key = q.appointment_id
            )
        order by q.appointment_id
        limit $8
        """;

    /// <inheritdoc cref="DealLedger.FindMarkAsync"/>
    public static async Task<long> FindMarkAsync(GoHighLevelScene scene, CancellationToken cancel) =>
        (await scene.ListAsync(SelectMark, row => row.GetInt64(0), cancel, scene.Run.Tenant.Id))[0];

    public static async Task<Dictionary<string, KnownAppointment>> FindAsync(GoHighLevelScene scene, string[] ids, CancellationToken cancel)
    {
        var rows = await scene.ListAsync(
            SelectLatest,
            row => (Id: row.GetString(0), Known: new KnownAppointment(
                row.GetInt64(1), row.GetInstant(2), row.GetOptionalText(3), row.GetOptionalText(4), row.GetOptional<DateTimeOffset>(5),
                row.GetOptional<DateTimeOffset>(6), row.GetOptionalText(7), row.GetOptionalText(8), row.GetBoolean(9))),
            cancel, scene.Run.Tenant.Id, GoHighLevelMapper.Source, ids);
        return rows.ToDictionary(row => row.Id, row => row.Known);
    }

    public static Task<List<string>> FindUnlistedAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => scene.ListAsync(
        SelectUnlisted, row => row.GetString(0), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime,
        cursor.From.UtcDateTime, cursor.Until.UtcDateTime, cursor.After, GoHighLevelScene.Batch);
}
