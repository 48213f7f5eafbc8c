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

    private static readonly (int From, int To)[] Steps = [(0, 1), (1, 2), (2, 3), (1, 3), (3, 4), (4, 5), (1, 5)];

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
            new FunnelCheck("booked_within_qualified", "Leads that booked and were never seen qualified: counted as qualified.", 4, 52, "implied"),
            new FunnelCheck("completed_within_booked", "Leads whose call took place and that were never seen to book one: counted as booked.", 0, 34, "ok"),
            new FunnelCheck("won_within_completed", "Leads that were won and whose call was never seen to take place: counted as completed.", 1, 12, "implied"),
            new FunnelCheck("booked_are_leads", "Calls booked in the period by somebody who is no lead and in no bucket above.", 0, 55, "ok"),
            new FunnelCheck("completed_are_leads", "Calls of the period that took place with such a person.", 0, 36, "ok"),
            new FunnelCheck("won_are_leads", "Deals won in the period of such a person.", 0, 13, "ok"),
        ],
        YoungLeads = young,
        ReadAt = new DateTimeOffset(2026, 8, 14, 13, 5, 0, TimeSpan.Zero),
        AsOf = "1:48211:48211:",
        DefinitionsVersion = 7,
    };

    public static FunnelReport BySource(this FunnelReport report) => report.By("source_funnel", ("Webinar", [60, 31, 28, 20, 8]), ("Ads", [44, 20, 16, 9, 3]), ("unknown", [24, 10, 8, 5, 1]));

    /// <summary>With deals won by people who are in no lead's funnel.</summary>
    public static FunnelReport Violated(this FunnelReport report) => report with
    {
        SelfCheck = [.. report.SelfCheck.SkipLast(1), report.SelfCheck[^1] with { Found = 2, Status = "violated" }],
    };

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

    // As the database gives them: every step, without numbers where one of its stages is not modeled.
    private static FunnelRate[] RatesOf(long?[] now, long?[] before, bool provisional) =>
    [
        .. Steps.Select(step => (step.From, step.To, IsModeled: now[step.From] is not null && now[step.To] is not null)).Select(step => new FunnelRate(
            $"{Stages[step.From]}_to_{Stages[step.To]}",
            Stages[step.From],
            Stages[step.To],
            step.IsModeled ? now[step.To] : null,
            step.IsModeled ? now[step.From] : null,
            Divide(now[step.To], now[step.From]),
            step.IsModeled ? before[step.To] : null,
            step.IsModeled ? before[step.From] : null,
            Divide(before[step.To], before[step.From]),
            !step.IsModeled ? "not yet modeled" : now[step.From] == 0 ? "no data" : "ok",
            provisional && step.From > 0)),
    ];

    private static decimal? Divide(long? part, long? whole) => part is null || whole is null or 0 ? null : (decimal)part / whole;
}
