using System.Globalization;

namespace Plumbline.Reports;

/// <summary>The funnel by month, source, owner or branch, with the whole in the last line.</summary>
/// <param name="Title">What it is by.</param>
/// <param name="Columns">The stages that are counted.</param>
/// <param name="OutcomeName">The rate in the last columns; null where none is modeled.</param>
/// <param name="LeftOut">What is not in the rows, in words; null when everything is.</param>
public sealed record FunnelTable(
    string Title, string Heading, IReadOnlyList<string> Columns, string? OutcomeName, IReadOnlyList<FunnelRow> Rows, FunnelRow Total, string? LeftOut)
{
    private const int Most = 40;

    public static FunnelTable? Of(FunnelReport report, CultureInfo culture)
    {
        if (report.By is not { } by)
        {
            return null;
        }

        // Visitors have no owner, and seldom a branch: a column that says nothing of any group is left out.
        var stages = report.Stages.Where(stage => stage.IsModeled && (stage.Stage != "visitor" || report.Groups.Any(HasVisitors))).Select(stage => stage.Stage).ToArray();
        var outcome = report.Rates.LastOrDefault(rate => rate is { FromStage: "lead" } && rate.Status != FunnelStage.NotYetModeled);
        var groups = by == "month" ? report.Groups : [.. report.Groups.OrderByDescending(Leads)];
        var hidden = groups.Skip(Most).ToArray();

        FunnelRow Row(string name, IReadOnlyList<FunnelStage> found, IReadOnlyList<FunnelRate> rates) => new(
            name,
            [.. stages.Select(stage => found.FirstOrDefault(one => one.Stage == stage)?.Clients is { } count ? count.ToString("N0", culture) : "–")],
            rates.FirstOrDefault(rate => rate.Step == outcome?.Step) is { } one ? FunnelStep.Of(one, culture) : null);

        return new FunnelTable(
            $"By {FunnelWords.DimensionOf(by)}",
            char.ToUpperInvariant(FunnelWords.DimensionOf(by)[0]) + FunnelWords.DimensionOf(by)[1..],
            [.. stages.Select(FunnelWords.StageOf)],
            outcome is null ? null : FunnelWords.StepOf(outcome),
            [.. groups.Take(Most).Select(group => Row(NameOf(group, by, culture), group.Stages, group.Rates))],
            Row("All", report.Stages, report.Rates),
            hidden.Length == 0 ? null : $"{hidden.Length.ToString("N0", culture)} more with {hidden.Sum(Leads).ToString("N0", culture)} leads between them are not listed here; the report over HTTP has them.");
    }

    private static bool HasVisitors(FunnelGroup group) => group.Value != "unknown" && group.Stages.Any(stage => stage is { Stage: "visitor", Clients: > 0 });

    private static long Leads(FunnelGroup group) => group.Stages.FirstOrDefault(stage => stage.Stage == "lead")?.Clients ?? 0;

    private static string NameOf(FunnelGroup group, string by, CultureInfo culture) => (by, group.Value) switch
    {
        ("month", var value) when DateOnly.TryParseExact(value, ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) =>
            month.ToString("MMMM yyyy", culture),
        (_, "unknown" or "") => $"Unknown {FunnelWords.DimensionOf(by)}",
        _ => group.Name ?? group.Value,
    };
}
