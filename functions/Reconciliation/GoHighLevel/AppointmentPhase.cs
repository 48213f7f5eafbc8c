using System.Text.Json;

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
        return await AppointmentComparison.CompareAsync(scene, scene.Client.Read(answer, "events"), mark, next, cancel);
    }

    public static async Task<GoHighLevelStep> RunUnlistedAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        if (cursor.Pending.Count == 0)
        {
            var ids = await GonePhase.IsTooManyAsync(scene, cursor, GoneKind.Appointments, cancel) ? [] : await AppointmentLedger.FindUnlistedAsync(scene, cursor, cancel);
            return new GoHighLevelStep(ids.Count > 0 ? cursor with { Pending = ids } : cursor with { Phase = GoHighLevelPhase.GoneAppointments, After = "" });
        }

        var mark = await AppointmentLedger.FindMarkAsync(scene, cancel);
        var found = new List<JsonElement>();
        var gone = new List<string>();
        foreach (var id in cursor.Pending)
        {
            if (await scene.Client.FindAppointmentAsync(id, cancel) is { } appointment && GoHighLevelClient.IdOf(appointment) == id)
            {
                found.Add(appointment);
            }
            else
            {
                gone.Add(id);
            }
        }

        // What was found once may be deleted on both sides by now.
        var known = await AppointmentLedger.FindAsync(scene, [.. gone], cancel);
        var step = await AppointmentComparison.CompareAsync(scene, found, mark, cursor with { Pending = [], After = cursor.Pending[^1] }, cancel);
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
