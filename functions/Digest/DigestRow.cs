using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>One figure of the digest, written out.</summary>
public sealed record DigestRow
{
    private const string None = "–";

    public required string Kpi { get; init; }

    public required string? Currency { get; init; }

    public required string Label { get; init; }

    public required string Value { get; init; }

    /// <summary>The figure of the month before.</summary>
    public required string Previous { get; init; }

    /// <summary>Signed; a dash where there is nothing to compare.</summary>
    public required string Difference { get; init; }

    /// <summary>The difference in parts of the month before, signed and in brackets; null for ratios, and over nothing.</summary>
    public required string? Percent { get; init; }

    /// <summary>better, worse, changed or the same; null where nothing is compared.</summary>
    public required string? Judgement { get; init; }

    /// <summary>The figure in one plain sentence.</summary>
    public required string Reading { get; init; }

    /// <summary>Why the figure may still change; null when it is final.</summary>
    public required string? Provisional { get; init; }

    /// <summary>Whether the row before it shows the same KPI, in another currency.</summary>
    public required bool IsContinued { get; init; }

    /// <summary>better, worse or even: how the judgement looks.</summary>
    public string JudgementClass => Judgement is "better" or "worse" ? Judgement : "even";

    /// <summary>The figures in the order given; those of a KPI in several currencies must stand together.</summary>
    public static IReadOnlyList<DigestRow> Of(IReadOnlyList<FrozenMetric> metrics, CultureInfo culture)
    {
        var several = metrics.GroupBy(metric => metric.Kpi).Where(kpi => kpi.Count() > 1).Select(kpi => kpi.Key).ToHashSet();
        return
        [
            .. metrics.Select((metric, index) => Of(
                metric,
                several.Contains(metric.Kpi) && metric.Currency is not null ? $"{metric.Label}, {metric.Currency}" : metric.Label,
                index > 0 && metrics[index - 1].Kpi == metric.Kpi,
                culture)),
        ];
    }

    /// <summary>A number as it stands in a column: with the minus that is as wide as a plus.</summary>
    public static string Typeset(string number) => number.Replace('-', '−');

    private static DigestRow Of(FrozenMetric metric, string label, bool isContinued, CultureInfo culture)
    {
        string Write(decimal? amount) => amount is { } known ? Typeset(MetricFormat.Write(known, metric.Unit, metric.Currency, culture)) : None;

        return new DigestRow
        {
            Kpi = metric.Kpi,
            Currency = metric.Currency,
            Label = label,
            Value = Write(metric.Value),
            Previous = Write(metric.Previous),
            Difference = metric.Delta is { } delta
                ? SignOf(delta) + MetricFormat.WriteDifference(delta, metric.Unit, metric.Currency, culture)
                : None,
            Percent = metric is { Unit: not "ratio", Delta: not null, DeltaPercent: { } percent }
                ? Typeset($"({MetricFormat.WritePercent(percent, culture)})")
                : null,
            Judgement = JudgementOf(metric),
            Reading = metric.Reading,
            Provisional = metric.Status == "provisional" ? metric.ProvisionalReason ?? "It may still change." : null,
            IsContinued = isContinued,
        };
    }

    private static string SignOf(decimal delta) => delta switch { > 0 => "+", < 0 => "−", _ => "" };

    private static string? JudgementOf(FrozenMetric metric) => (metric.Delta, metric.GoodDirection) switch
    {
        (null, _) => null,
        (0, _) => "the same",
        (_, "none") => "changed",
        (> 0, "up") or (< 0, "down") => "better",
        _ => "worse",
    };
}
