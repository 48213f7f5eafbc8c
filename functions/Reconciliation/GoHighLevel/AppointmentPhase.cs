namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>The appointments of every calendar, a month at a time so that no answer is large; then those that no calendar had.</summary>
internal static class AppointmentPhase
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(31);

    public static async Task<GoHighLevelStep> BeginAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var calendars = scene.Client.Read(await scene.Client.CalendarsAsync(cancel), "calendars");
        return new GoHighLevelStep(cursor with
        {
            Phase = GoHighLevelPhase.Appointments,
            Calendars = [.. calendars.Select(GoHighLevelClient.IdOf).Distinct()],
            Calendar = 0,
            ReadFrom = cursor.From,
            Listed = 0,
        });
    }

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        if (cursor.Calendar >= cursor.Calendars.Count)
        {
            return new GoHighLevelStep(cursor with { Phase = GoHighLevelPhase.UnlistedAppointments, After = "" });
        }

        var until = cursor.ReadFrom + Window < cursor.Until ? cursor.ReadFrom + Window : cursor.Until;
        var mark = await AppointmentLedger.FindMarkAsync(scene, cancel);
        var answer = await scene.Client.EventsAsync(cursor.Calendars[cursor.Calendar], cursor.ReadFrom, until, cancel);
        var next = until < cursor.Until ? cursor with { ReadFrom = until } : cursor with { Calendar = cursor.Calendar + 1, ReadFrom = cursor.From };
        var events = scene.Client.Read(answer, "events");
        return await AppointmentComparison.CompareAsync(scene, events, mark, next with { Listed = cursor.Listed + events.Count }, cancel);
    }

    public static async Task<GoHighLevelStep> RunUnlistedAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var done = cursor with { Phase = GoHighLevelPhase.GoneAppointments, Pending = [], HasAllPending = false, After = "" };
        if (cursor is { Pending.Count: 0, HasAllPending: true })
        {
            return new GoHighLevelStep(done);
        }

        if (cursor.Pending.Count == 0)
        {
            var held = cursor.Held ?? await AppointmentLedger.CountAsync(scene, cursor, cancel);
            var ids = await AppointmentLedger.FindUnlistedAsync(scene, cursor, cancel);
            return new GoHighLevelStep(
                ids.Count > 0 ? cursor with { Held = held, Pending = ids, HasAllPending = ids.Count < GoHighLevelScene.MostCollected } : done with { Held = held });
        }

        if (await GonePhase.IsTooManyAsync(scene, cursor, GoneKind.Appointments, cursor.After, cancel))
        {
            return new GoHighLevelStep(done);
        }

        var mark = await AppointmentLedger.FindMarkAsync(scene, cancel);
        var asked = cursor.Pending.Take(GoHighLevelScene.Batch).ToArray();
        var (found, gone) = await AskedById.AskAsync(scene, AppointmentComparison.Kind, asked, scene.Client.FindAppointmentAsync, cancel);

        // What was found once may be deleted on both sides by now.
        var known = await AppointmentLedger.FindAsync(scene, [.. gone], cancel);
        var next = cursor with { Pending = [.. cursor.Pending.Skip(asked.Length)], After = asked[^1] };
        var step = await AppointmentComparison.CompareAsync(scene, found, mark, next, cancel);
        return step with
        {
            Items =
            [
                .. step.Items,
                .. gone.Where(id => known.GetValueOrDefault(id) is { IsDeleted: false }).Select(id => new ReconciledItem(AppointmentComparison.Kind, id, ItemOutcome.Extra)),
            ],
        };
    }
}
