using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Appointments on sales calendars: made, and how they went.</summary>
internal static class NaiveCalls
{
    /// <summary>Each once, when it was made, the first one first; not those that are invalid or deleted now.</summary>
    public static IEnumerable<Counted> Booked(Books books)
    {
        var booked = new List<(DateTimeOffset At, int Seq, Tags Said)>();
        foreach (var history in Standing(books))
        {
            // What a source tells beats what would have to be guessed.
            var telling = history.FirstOrDefault(seen => seen.State.BookedAt is not null) ?? history[0];
            booked.Add((telling.State.BookedAt ?? telling.At, telling.Seq, telling.State.Tags));
        }

        foreach (var (at, _, said) in booked.OrderBy(one => one.At).ThenBy(one => one.Seq))
        {
            yield return new Counted("booked", at, 1, null, NaiveTags.Fill(books, said, at));
        }
    }

    /// <summary>By the latest word, at the latest start.</summary>
    public static IEnumerable<Counted> Outcomes(Books books)
    {
        foreach (var history in Standing(books))
        {
            var call = history[^1].State;
            var outcome = call.Status switch
            {
                "showed" or "completed" => "showed",
                "noshow" => "noshow",
                "cancelled" => "cancelled",
                _ => call.EndAt <= books.Now ? "pending" : null,
            };
            if (outcome is not null && call.StartAt is { } start)
            {
                yield return new Counted(outcome, start, 1, null, NaiveTags.Fill(books, call.Tags, start));
            }
        }
    }

    private static IEnumerable<List<Sighting<AppointmentState>>> Standing(Books books)
    {
        foreach (var history in books.Calls.GroupBy(seen => seen.State.AppointmentId))
        {
            var now = history.Last().State;
            var isSales = books.Settings.SalesCalendars.Count == 0 || (now.CalendarId is not null && books.Settings.SalesCalendars.Contains(now.CalendarId));
            if (isSales && !now.Deleted && now.Status != "invalid")
            {
                yield return [.. history];
            }
        }
    }
}
