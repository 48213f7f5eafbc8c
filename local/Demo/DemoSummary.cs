using System.Globalization;

namespace Plumbline.Local.Demo;

/// <summary>The demo's result for people.</summary>
internal static class DemoSummary
{
    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("en-US");

    private static readonly (DemoChannel Channel, string Name)[] Sources =
    [
        (DemoChannel.Stripe, "Stripe"),
        (DemoChannel.GoHighLevel, "GoHighLevel"),
        (DemoChannel.Workflow, "its workflows"),
        (DemoChannel.Events, "CloudEvents"),
    ];

    // What an owner asks for first; the months' route and page have the rest.
    private static readonly string[] Shown =
    [
        "cash_collected", "mrr", "nrr", "ebitda_margin", "leads", "ad_spend", "cpl", "mer", "booking_rate", "show_rate", "close_rate", "won_value", "pipeline_value",
        "active_clients", "health_score", "pct_at_100k", "time_to_first_lead", "workload", "hygiene_score", "automation_health",
    ];

    public static string Events(DemoTally tally)
    {
        string[] outcomes = ["stored", "duplicate", "quarantined"];
        var rows = Sources.Select(source => Row(source.Name, [tally.Count(source.Channel), .. outcomes.Select(outcome => tally.Count(source.Channel, outcome))]));
        var total = Row("total", [Sources.Sum(source => tally.Count(source.Channel)), .. outcomes.Select(outcome => Sources.Sum(source => tally.Count(source.Channel, outcome)))]);
        return $"""
            Events                posted      stored  duplicates quarantined
            {string.Join('\n', rows)}
            {total}
            """;
    }

    /// <summary>The figures of a month that an owner asks for first, with their change to the month before.</summary>
    public static string Month(DateOnly month, IEnumerable<DemoMetric> metrics) => $"""
        {month.ToString("MMMM yyyy", Culture),-40}   against {month.AddMonths(-1).ToString("MMMM yyyy", Culture)}
        {string.Join('\n', metrics.Where(metric => metric.IsCompanyWide && Shown.Contains(metric.Kpi)).Select(Line))}
        """;

    private static string Row(string name, IEnumerable<int> counts) => $"  {name,-14}{string.Concat(counts.Select(count => count.ToString("N0", Culture).PadLeft(12)))}";

    private static string Line(DemoMetric metric) =>
        $"  {metric.Label ?? metric.Kpi,-26}{Write(metric, metric.Value),12}   {(metric.Delta is { } delta ? Change(metric, delta) : "nothing to compare with")}";

    private static string Change(DemoMetric metric, decimal delta) => (metric.Unit, metric.DeltaPercent) switch
    {
        ("ratio", _) => (delta * 100).ToString("+0.0' points';-0.0' points';'as before'", Culture),
        (_, { } percent) => percent.ToString("+0.0' %';-0.0' %';'as before'", Culture),
        _ => "from nothing",
    };

    private static string Write(DemoMetric metric, decimal? value) => (metric.Unit, value) switch
    {
        (_, null) => "–",
        ("money", { } cents) when metric.Currency == "USD" => (cents / 100).ToString("C2", Culture),
        ("ratio", { } ratio) => (ratio * 100).ToString("N1", Culture) + " %",
        ("multiple", { } multiple) => multiple.ToString("N2", Culture) + "×",
        ("days", { } days) => days.ToString("N1", Culture) + " days",
        ("score", { } score) => score.ToString("N1", Culture),
        ("count", { } count) => count.ToString("N0", Culture),
        (_, { } other) => other.ToString("N2", Culture) + (metric.Currency is null ? "" : $" {metric.Currency}"),
    };
}
