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

    // Those of the time compared, and those that were found to differ, of whatever time: what is not looked at again would be taken
    // for settled.
    private const string Held = """
        with latest as (
            select distinct on (a.appointment_id) a.appointment_id, a.effective_at, a.start_at, a.deleted
            from staging.raw_appointments as a
            where a.tenant_id = $1 and a.source = $3
            order by a.appointment_id, a.effective_at desc, a.seq desc
        ),

        asked as (
            select l.appointment_id, true as in_time
            from latest as l
            where not l.deleted and l.effective_at <= $4 and l.start_at >= $6 and l.start_at < $7
            union all
            select f.subject as appointment_id, false as in_time
            from staging.findings as f
            where f.tenant_id = $1 and f.check_name in ('appointment_differs', 'appointment_extra') and f.status in ('open', 'accepted')
        ),

        held as (
            select
                q.appointment_id,
                bool_or(q.in_time) as in_time,
                q.appointment_id = any ($5) or exists (
                    select
                    from ops.reconciliation_items as i
                    where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = 'appointment' and i.key = q.appointment_id
                ) as answered
            from asked as q
            group by q.appointment_id
        )
        """;

    private const string CountHeld = $"""
        {Held}

        select count(*), count(*) filter (where h.in_time), count(*) filter (where h.in_time and h.answered)
        from held as h
        where exists (
            select
            from staging.raw_appointments as a
            where a.tenant_id = $1 and a.source = $3 and a.appointment_id = h.appointment_id and a.seq <= $8
        )
        """;

    private const string SelectUnlisted = $"""
        {Held}

        select h.appointment_id
        from held as h
        where not h.answered and h.appointment_id > $8
        order by h.appointment_id
        limit $9
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

    /// <inheritdoc cref="DealLedger.CountAsync"/>
    public static async Task<HeldCounts> CountAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => (await scene.ScanAsync(
        CountHeld, row => new HeldCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancel, [.. Parameters(scene, cursor), cursor.AppointmentMark]))[0];

    /// <inheritdoc cref="DealLedger.FindUnlistedAsync"/>
    public static Task<List<string>> FindUnlistedAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => scene.ScanAsync(
        SelectUnlisted, row => row.GetString(0), cancel, [.. Parameters(scene, cursor), cursor.After, GoHighLevelScene.MostCollected]);

    private static object?[] Parameters(GoHighLevelScene scene, GoHighLevelCursor cursor) =>
    [
        scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime, cursor.UnreadOf(AppointmentComparison.Kind),
        cursor.From.UtcDateTime, cursor.Until.UtcDateTime,
    ];
}
