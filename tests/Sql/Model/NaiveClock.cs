using System.Collections.Concurrent;

namespace Plumbline.Tests.Sql.Model;

/// <summary>When a tenant's days begin. Each zone holds from its month on, the first also before.</summary>
internal sealed class NaiveClock(IReadOnlyList<ZoneFrom> zones)
{
    private static readonly ConcurrentDictionary<(DateOnly, string), DateTimeOffset> Midnights = new();

    /// <summary>The end of the day before: a month in a new zone begins where the month before it ended, in the old one.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var zone = zones[0].Zone;
        foreach (var next in zones)
        {
            if (next.Month < day)
            {
                zone = next.Zone;
            }
        }

        return Midnight(day, zone);
    }

    /// <summary>The tenant's date of a moment.</summary>
    public DateOnly DateOf(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime).AddDays(-3);
        while (StartOf(day.AddDays(1)) <= moment)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    // A day begins when the clocks there first show it, or what comes after it: midnight may be skipped, and so may a day.
    // Clocks everywhere change at full quarters of an hour.
    private static DateTimeOffset Midnight(DateOnly day, string zone) => Midnights.GetOrAdd((day, zone), static key =>
    {
        var there = TimeZoneInfo.FindSystemTimeZoneById(key.Item2);
        var moment = new DateTimeOffset(key.Item1, TimeOnly.MinValue, TimeSpan.Zero).AddDays(-2);
        while (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, there).DateTime) < key.Item1)
        {
            moment = moment.AddMinutes(15);
        }

        return moment;
    });
}
