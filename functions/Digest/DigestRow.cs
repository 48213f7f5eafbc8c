using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>One figure of the digest, written out.</summary>
/// <param name="Headline">The figure and its change in a few words, for the subject.</param>
/// <param name="Delta">Signed difference and percentage; a dash where there is nothing to compare.</param>
/// <param name="Judgement">better, worse or the same; null where nothing is compared.</param>
/// <param name="IsNothing">Whether the figure is 0 or cannot be told.</param>
/// <param name="Provisional">Why the figure may still change; null when it is final.</param>
public sealed record DigestRow(
    string Label,
    string Headline,
    string Value,
    string Previous,
    string Delta,
    string? Judgement,
    string Reading,
    bool IsNothing,
    string? Provisional)
{
    private const string None = "–";

    public static DigestRow Of(FrozenMetric metric, CultureInfo culture)
    {
        string Write(decimal? amount) => amount is { } known ? MetricFormat.Write(known, metric.Unit, metric.Currency, culture) : None;

        var label = metric.Label;
        var delta = metric.Delta is { } difference
            ? SignOf(difference) + MetricFormat.WriteDifference(difference, metric.Unit, metric.Currency, culture)
                + (metric is { Unit: not "ratio", DeltaPercent: { } percent } ? $" ({MetricFormat.WritePercent(percent, culture)})" : "")
            : None;
        return new DigestRow(
            label,
            HeadlineOf(metric, label, Write(metric.Value), culture),
            Write(metric.Value),
            Write(metric.Previous),
            delta,
            JudgementOf(metric),
            metric.Reading,
            metric.Value is null or 0,
            metric.ProvisionalReason);
    }

    private static string SignOf(decimal delta) => delta switch { > 0 => "+", < 0 => "-", _ => "" };

    private static string? JudgementOf(FrozenMetric metric) => (metric.Delta, metric.GoodDirection) switch
    {
        (null, _) => null,
        (0, _) => "the same",
        (_, "none") => "changed",
        (> 0, "up") or (< 0, "down") => "better",
        _ => "worse",
    };

    private static string HeadlineOf(FrozenMetric metric, string label, string value, CultureInfo culture)
    {
        var change = metric switch
        {
            { Delta: 0 } => ", unchanged",
            { DeltaPercent: > 0 and { } percent } => $", up {MetricFormat.WritePercent(percent, culture).TrimStart('+')}",
            { DeltaPercent: < 0 and { } percent } => $", down {MetricFormat.WritePercent(-percent, culture).TrimStart('+')}",
            _ => "",
        };
        var isAcronym = label.Length > 1 && char.IsUpper(label[1]);
        return $"{(isAcronym ? label[0] : char.ToLower(label[0], culture))}{label[1..]} {value}{change}";
    }
}
