namespace Plumbline.Tests.Sql.Model;

/// <summary>A time zone and the days there on which something can go wrong: month ends, and days on which clocks change.</summary>
internal sealed record Era(string Zone, params DateOnly[] Days)
{
    private static readonly TimeSpan[] Beside =
    [
        TimeSpan.FromMicroseconds(-1), TimeSpan.FromSeconds(-1), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(61),
        TimeSpan.FromHours(2), TimeSpan.FromHours(2.5), TimeSpan.FromHours(12), TimeSpan.FromHours(23), TimeSpan.FromDays(-40),
        // Thirty days before, as what is recent goes by.
        TimeSpan.FromDays(-30), TimeSpan.FromDays(-30) - TimeSpan.FromMicroseconds(1),
    ];

    public static readonly Era[] All =
    [
        Of("UTC", "2026-01-31", "2026-02-01", "2026-03-01"),
        Of("Asia/Kathmandu", "2026-01-31", "2026-02-01", "2026-03-01"),
        // An hour is left out on the 8th and comes twice on the 1st.
        Of("America/New_York", "2026-03-01", "2026-03-08", "2026-03-09", "2026-04-01"),
        Of("America/New_York", "2026-10-31", "2026-11-01", "2026-11-02"),
        Of("Europe/Berlin", "2026-03-01", "2026-03-29", "2026-03-30", "2026-04-01"),
        Of("Europe/Berlin", "2026-10-25", "2026-10-26", "2026-11-01"),
        // By half an hour.
        Of("Australia/Lord_Howe", "2026-04-01", "2026-04-05", "2026-04-06"),
        Of("Australia/Lord_Howe", "2026-10-01", "2026-10-04", "2026-10-05"),
        // Without a midnight on the 4th; with two of them on the 18th.
        Of("America/Sao_Paulo", "2018-11-01", "2018-11-04", "2018-11-05", "2018-12-01"),
        Of("America/Sao_Paulo", "2018-02-01", "2018-02-18", "2018-02-19", "2018-03-01"),
        // The first of the month begins before its second midnight.
        Of("America/Havana", "2026-10-31", "2026-11-01", "2026-11-02"),
        // Without a 30th.
        Of("Pacific/Apia", "2011-12-29", "2011-12-30", "2011-12-31", "2012-01-01"),
    ];

    /// <summary>The moments at which things happen.</summary>
    public IReadOnlyList<DateTimeOffset> Moments { get; } = MomentsOf(Zone, Days);

    /// <summary>The days at which periods begin and end.</summary>
    public IReadOnlyList<DateOnly> Edges { get; } = [.. Days.SelectMany(day => new[] { day, day.AddDays(1), new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1) }).Distinct().Order()];

    private static Era Of(string zone, params string[] days) =>
        new(zone, [.. days.Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))]);

    private static List<DateTimeOffset> MomentsOf(string zone, DateOnly[] days)
    {
        var clock = new NaiveClock([new ZoneFrom(days[0], zone)]);
        return [.. days.SelectMany(day => Beside.Select(beside => clock.StartOf(day) + beside)).Distinct()];
    }
}
