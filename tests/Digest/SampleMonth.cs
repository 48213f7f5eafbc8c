using System.Globalization;
using Plumbline.Digest;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using static Plumbline.Tests.Digest.Digests;

namespace Plumbline.Tests.Digest;

/// <summary>A month much like one of the sample business: 33 figures, twelve of them headlines, and what stands around them on the page.</summary>
internal static class SampleMonth
{
    private static readonly decimal[] Season = [.62m, .7m, .66m, .78m, .85m, .8m, .74m, .88m, .93m, .9m, 1.02m, .83m];

    public static readonly FrozenMonth October = January(Figures()) with
    {
        Month = new Month(new DateOnly(2026, 10, 1)),
        FrozenAt = new DateTimeOffset(2026, 11, 1, 10, 5, 0, TimeSpan.Zero),
        DefinitionsVersion = 50,
        Changes =
        [
            Change("2026-09", "Cash collected", 46_130_32, 45_880_32, "Cash collected of September 2026 would be $250.00 lower, from a refund or dispute that came late."),
            Change("2026-09", "Show rate", .75m, .7826m, "Show rate of September 2026 would be 3.3 points higher, from late news of appointments.", "ratio"),
            Change("2026-08", "Leads", 39, 41, "Leads of August 2026 would be 2 higher, from late news of clients.", "count"),
        ],
    };

    public static MonthHistory History { get; } = new(
        [.. Earlier()],
        [
            new MonthRevision(1, October.FrozenAt, "timer", "month end", false),
        ],
        Departments());

    public static MonthContent Page() => Page(October, History);

    public static MonthContent Page(FrozenMonth month, MonthHistory history, IReadOnlyList<MonthChange>? since = null, Tenant? tenant = null) =>
        MonthContent.Of(tenant ?? Digests.Tenant, month, history, since, number => $"?revision={number}&to=ab", "../funnel?month=2026-10&to=ab");

    /// <summary>Every figure in money thrice, in large amounts.</summary>
    public static MonthContent InThreeCurrencies() => Page(
        October with
        {
            Metrics =
            [
                .. October.Metrics.SelectMany(metric => metric.Currency is null
                    ? [metric]
                    : new[] { "USD", "EUR", "BHD" }.Select(currency => metric with
                    {
                        Currency = currency, Value = metric.Value * 1_000, Previous = metric.Previous * 1_000, Delta = metric.Delta * 1_000,
                    })),
            ],
        },
        History);

    private static FrozenMetric[] Figures()
    {
        var figures = Plain();
        var month = new MonthFigures([.. figures.Where(metric => metric.Dimension == "company").Select(Computed)], [("Webinar", 18), ("Facebook Ads", 11), ("Referral", 7)]);
        return [.. figures.Select(metric => metric.Dimension == "company" ? metric with { Reading = MetricReading.Of(Computed(metric), month, CultureInfo.GetCultureInfo("en-US")) } : metric)];

        ComputedKpi Computed(FrozenMetric metric) => new(
            metric.Kpi, metric.Label, metric.Currency, metric.Unit, metric.Value, metric.Numerator, metric.Denominator, 1, metric.Previous is not null, metric.Previous,
            metric.GoodDirection, metric.Target);
    }

    private static FrozenMetric[] Plain() =>
    [
        .. InOrder(
            Metric("Cash collected", 55_724_79, 46_130_32) with { Target = 40_000_00 },
            Metric("Leads", 44, 41, "count"),
            Metric("Booking rate", .409m, .463m, "ratio") with { Numerator = 18, Denominator = 44 },
            Metric("Show rate", .727m, .75m, "ratio") with { Numerator = 16, Denominator = 22, Target = .75m },
            Metric("Close rate", .313m, .4m, "ratio") with { Numerator = 5, Denominator = 16 },
            Metric("Ad spend", 9_414_78, 9_377_78, goodDirection: "none"),
            Metric("Marketing efficiency", 5.92m, 4.92m, "multiple", kpi: "mer"),
            Metric("Cost per booked call", 523_04, 493_57, goodDirection: "down"),
            Metric("Open pipeline", 223_260_79, 164_383_50, kpi: "pipeline_value"),
            Metric("Workload", 21.5m, 19m, "score", "down") with { Numerator = 43, Denominator = 2 },
            Metric("Pipeline hygiene", .884m, .884m, "ratio", kpi: "hygiene_score") with { Numerator = 38, Denominator = 43 },
            Metric("Automation health", .982m, 1m, "ratio") with { Numerator = 1_091, Denominator = 1_111 }),
        Metric("Refunds", 1_049_50, 998_50, goodDirection: "down"),
        Metric("Calls made", 412, 390, "count"),
        Metric("Calls completed", 128, 131, "count"),
        Metric("Calls booked", 18, 19, "count", kpi: "booked"),
        Metric("No-show rate", .273m, .25m, "ratio", "down"),
        Metric("Deals won", 5, 6, "count", kpi: "won"),
        Metric("Value won", 23_155_75, 38_304_07),
        Metric("Average deal", 4_631_15, 6_384_01),
        Metric("Visitors", 559, 557, "count"),
        Metric("Opt-ins", 61, 55, "count"),
        Metric("Click rate", .021m, .019m, "ratio"),
        Metric("Hook rate", .31m, .29m, "ratio"),
        Metric("Hold rate", .12m, .12m, "ratio"),
        Metric("Cost per lead", 213_97, 228_73, goodDirection: "down", kpi: "cpl"),
        Metric("Monthly recurring revenue", 18_400_00, 17_900_00),
        Metric("Net revenue retention", 1.012m, .991m, "ratio"),
        Metric("Active clients", 37, 36, "count"),
        Metric("Client health", 78.4m, 77.9m, "score"),
        Metric("Clients at 100k", .162m, .139m, "ratio"),
        Metric("Time to first lead", 6.5m, 8m, "days", "down"),
        Metric("EBITDA margin", .231m, .224m, "ratio"),
        .. new[] { ("Webinar", 18), ("Facebook Ads", 11), ("Referral", 7), ("unknown", 5), ("Podcast", 2), ("Newsletter", 1) }
            .Select(source => Metric("Leads", source.Item2, null, "count", hasPrevious: false, dimension: "source_funnel") with { DimensionValue = source.Item1 }),
    ];

    private static IEnumerable<TrendPoint> Earlier() =>
        from metric in October.Metrics
        where metric.Dimension == "company" && metric.Value is not null
        from index in Enumerable.Range(0, 12)
        // Workload was not measured for a while, and one month of the show rate is provisional.
        where metric.Kpi != "workload" || index is < 3 or > 5
        let wave = ((index * 7) + metric.Kpi.Length) % 12
        let value = index == 11 ? metric.Previous : metric.Value * Season[wave] * (metric.GoodDirection == "down" ? 1.3m : 1m)
        select new TrendPoint(
            metric.Kpi, metric.Currency, new Month(October.Month.First.AddMonths(index - 12)), value, metric.Kpi == "show_rate" && index == 8);

    private static (string Kpi, string Department)[] Departments()
    {
        var all = October.Metrics.Where(metric => metric.Dimension == "company").Select(metric => metric.Kpi).Distinct().ToArray();
        string Of(string kpi) => kpi switch
        {
            "visitors" or "opt-ins" or "leads" or "ad_spend" or "click_rate" or "hook_rate" or "hold_rate" or "cpl" or "mer" => "marketing",
            "monthly_recurring_revenue" or "net_revenue_retention" or "active_clients" or "client_health" => "client_success",
            "clients_at_100k" or "time_to_first_lead" => "delivery",
            "workload" or "hygiene_score" or "automation_health" => "operations",
            "ebitda_margin" => "finance",
            _ => "sales",
        };
        return [.. all.Select(kpi => (kpi, Of(kpi)))];
    }
}
