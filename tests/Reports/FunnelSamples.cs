using Plumbline.Reports;
using Plumbline.Tenants;

namespace Plumbline.Tests.Reports;

/// <summary>Conversion reports without a database.</summary>
internal static class FunnelSamples
{
    public static readonly Tenant Tenant = new()
    {
        Id = new Guid("5f0c2f0e-2b1d-4a53-9a53-0d1f6c1b7a01"),
        Slug = "demo",
        Name = "Demo Company",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = new Month(new DateOnly(2025, 1, 1)),
        GraceHours = 6,
        StripeAccounts = [],
        TimeZone = "America/New_York",
    };

    private static readonly string[] Stages = ["visitor", "lead", "qualified", "booked", "completed", "won"];

    /// <summary>April 2026, read in August: nothing can move any more.</summary>
    public static FunnelReport April() => Report(
        [4_210, 128, 61, 52, 34, 12],
        [3_870, 102, 45, 41, 30, 11]);

    /// <summary>May 2026 on its 14th day.</summary>
    public static FunnelReport MaySoFar() => Report([1_906, 54, 22, 15, 6, 1], [2_007, 49, 23, 19, 14, 6], young: 54) with
    {
        Periods = new FunnelPeriods(
            new DateOnly(2026, 5, 1), new DateOnly(2026, 6, 1), new DateOnly(2026, 5, 15), new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 15), IsPartial: true),
    };

    public static FunnelReport Nothing() => Report([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]);

    /// <param name="now">A stage each; null for one that is not modeled.</param>
    public static FunnelReport Report(long?[] now, long?[] before, long young = 0) => new()
    {
        Periods = new FunnelPeriods(
            new DateOnly(2026, 4, 1), new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 1), IsPartial: false),
        WindowDays = 90,
        Filter = new Dictionary<string, string>(),
        By = null,
        Stages = StagesOf(now, before),
        Rates = RatesOf(now, before, young > 0),
        Groups = [],
        Excluded =
        [
            new FunnelExclusion("test", 3, 2), new FunnelExclusion("internal", 1, 1), new FunnelExclusion("spam", 9, 12),
            new FunnelExclusion("deleted", 2, 0), new FunnelExclusion("partial", 6, 4),
        ],
        SelfCheck =
        [
            new FunnelCheck("qualified_within_leads", "Every qualified client is a lead.", 0, 61, "ok"),
            new FunnelCheck("booked_within_qualified", "Every client with a call was qualified.", 4, 52, "implied"),
            new FunnelCheck("completed_within_booked", "Every completed call was booked.", 0, 34, "ok"),
            new FunnelCheck("won_within_completed", "Every won client completed a call.", 1, 12, "implied"),
        ],
        YoungLeads = young,
        ReadAt = new DateTimeOffset(2026, 8, 14, 13, 5, 0, TimeSpan.Zero),
        AsOf = "1:48211:48211:",
        DefinitionsVersion = 7,
    };

    public static FunnelReport BySource(this FunnelReport report) => report.By("source_funnel", ("Webinar", [60, 31, 28, 20, 8]), ("Ads", [44, 20, 16, 9, 3]), ("unknown", [24, 10, 8, 5, 1]));

    /// <param name="groups">Leads, qualified, booked, completed and won; half as many in the period before.</param>
    public static FunnelReport By(this FunnelReport report, string by, params (string Value, long[] Counts)[] groups) => report with
    {
        By = by,
        Groups =
        [
            .. groups.Select(group =>
            {
                long?[] now = [null, .. group.Counts], before = [null, .. group.Counts.Select(count => (long?)(count / 2))];
                return new FunnelGroup(group.Value, null, StagesOf(now, before), RatesOf(now, before, false));
            }),
        ],
    };

    private static FunnelStage[] StagesOf(long?[] now, long?[] before) =>
        [.. Stages.Select((stage, i) => new FunnelStage(stage, now[i], now[i] is null ? null : 0, before[i], now[i] is null ? "not yet modeled" : "ok"))];

    // As the database gives them: a step past a stage that is not modeled stands in place of the two beside it.
    private static FunnelRate[] RatesOf(long?[] now, long?[] before, bool provisional)
    {
        FunnelRate Rate(int from, int to) => new(
            $"{Stages[from]}_to_{Stages[to]}", Stages[from], Stages[to], now[to], now[from], Divide(now[to], now[from]), before[to], before[from],
            Divide(before[to], before[from]), now[from] is null || now[to] is null ? "not yet modeled" : now[from] == 0 ? "no data" : "ok", provisional && from > 0);

        var modeled = Enumerable.Range(1, 5).Where(stage => now[stage] is not null).ToArray();
        var pairs = modeled.Zip(modeled.Skip(1)).Prepend((First: 0, Second: 1)).Append((1, 3)).Append((1, 5));
        return [.. pairs.Distinct().Select(pair => Rate(pair.Item1, pair.Item2))];
    }

    private static decimal? Divide(long? part, long? whole) => part is null || whole is null or 0 ? null : (decimal)part / whole;
}
