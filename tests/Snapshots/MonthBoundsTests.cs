using System.Globalization;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

/// <summary>Where months begin and end, and when they close, against what .NET knows of the same zones.</summary>
public sealed class MonthBoundsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    // With clocks that change at a month's end or start, over midnight, by half an hour, or that skipped a day.
    private static readonly string[] Zones =
    [
        "America/New_York", "America/Havana", "America/Santiago", "America/Asuncion", "America/Sao_Paulo", "America/St_Johns", "America/Phoenix",
        "Europe/London", "Europe/Berlin", "Europe/Lisbon", "Europe/Chisinau", "Asia/Beirut", "Asia/Amman", "Asia/Gaza", "Asia/Tehran", "Asia/Kathmandu",
        "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Apia", "Pacific/Auckland", "Africa/Casablanca", "UTC",
    ];

    [Fact]
    public async Task MonthPeriod_OfEveryMonthInManyZones_IsWhatTimeZoneInfoSays()
    {
        var differences = new List<string>();
        foreach (var zone in Zones)
        {
            var tenant = await ledger.AddTenantAsync(zone, firstMonth: "2010-01-01");
            var periods = await ledger.ListAsync(
                """
                select m.month::date, p.starts_at, p.ends_at
                from generate_series('2010-01-01'::timestamp, '2027-12-01'::timestamp, interval '1 month') as m (month)
                cross join lateral report.month_period($1, m.month::date) as p
                order by 1
                """,
                row => (First: row.GetFieldValue<DateOnly>(0), Start: row.GetFieldValue<DateTimeOffset>(1), End: row.GetFieldValue<DateTimeOffset>(2)), tenant);

            periods.Count.ShouldBe(18 * 12);
            differences.AddRange(periods
                .Where(period => period.Start != FirstInstant(period.First, zone) || period.End != FirstInstant(period.First.AddMonths(1), zone))
                .Select(period => string.Create(CultureInfo.InvariantCulture, $"{zone} {period.First:yyyy-MM}: {period.Start:o} to {period.End:o}")));
            periods.Zip(periods.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
        }

        differences.ShouldBeEmpty();
    }

    [Theory]
    // Clocks went forward on the last day of March, and back on the last of October: six in the morning all the same.
    [InlineData("Europe/Berlin", "2024-03", "2024-04-01T04:00:00Z")]
    [InlineData("Europe/Berlin", "2027-10", "2027-11-01T05:00:00Z")]
    // Over the first hours of the month itself.
    [InlineData("America/New_York", "2026-10", "2026-11-01T11:00:00Z")]
    [InlineData("Australia/Sydney", "2024-09", "2024-09-30T20:00:00Z")]
    [InlineData("Asia/Tokyo", "2026-01", "2026-01-31T21:00:00Z")]
    public async Task ClosesAt_SixHoursOfGrace_IsSixByTheTenantsClock(string zone, string month, string expected)
    {
        Month.TryParse(month, out var wanted).ShouldBeTrue();
        var clock = new Platform.ManualTime(Freezing.At(expected).AddSeconds(-1));
        var freezing = new Freezing(ledger, clock);
        var tenant = await freezing.TenantAsync(month, zone);

        (await CloseAsync()).ShouldBeOfType<FreezeResult.NotClosed>();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await CloseAsync()).ShouldBeOfType<FreezeResult.Frozen>();

        Task<FreezeResult> CloseAsync() =>
            freezing.Freezer.FreezeAsync(tenant, wanted, "timer", "month end", afterGrace: true, TestContext.Current.CancellationToken);
    }

    // The first instant whose local date it is, in both directions of a change. From UTC, which is never ambiguous: asked whether a midnight
    // exists, TimeZoneInfo errs where clocks go forward on the first of a month.
    private static DateTimeOffset FirstInstant(DateOnly day, string zone)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var instant = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(-15);
        while (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, info).DateTime) < day)
        {
            instant = instant.AddMinutes(15);
        }

        return instant;
    }
}
