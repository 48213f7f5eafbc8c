using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>A figure in a few words, to stand within a sentence.</summary>
public static class DigestPhrase
{
    /// <summary>For the subject: cash collected $1,500.00, up 25 %.</summary>
    public static string OfSubject(FrozenMetric metric, CultureInfo culture)
    {
        var change = metric switch
        {
            { Value: null } => "",
            { Delta: 0 } => ", unchanged",
            { Delta: { } delta, Unit: "ratio" } => $", {(delta > 0 ? "up" : "down")} {Difference(delta, metric, culture)}",
            { DeltaPercent: > 0 and { } percent } => $", up {Percent(percent, culture)}",
            { DeltaPercent: < 0 and { } percent } => $", down {Percent(percent, culture)}",
            _ => "",
        };
        return $"{LabelOf(metric, culture)} {Write(metric, culture)}{change}";
    }

    /// <summary>For the verdict: cash collected rose 25 % to $1,500.00.</summary>
    public static string OfVerdict(FrozenMetric metric, CultureInfo culture)
    {
        var label = LabelOf(metric, culture);
        return metric switch
        {
            { Value: null } => $"{label} cannot be told",
            { Delta: null } => $"{label} came to {Write(metric, culture)}",
            { Delta: 0 } => $"{label} held at {Write(metric, culture)}",
            { Delta: { } delta } => $"{label} {(delta > 0 ? "rose" : "fell")} {Extent(delta, metric, culture)} to {Write(metric, culture)}",
        };
    }

    // A percentage too small for its one decimal says nothing; neither does one of a rate, or over nothing.
    private static string Extent(decimal delta, FrozenMetric metric, CultureInfo culture) =>
        metric is { Unit: not "ratio", DeltaPercent: { } percent and not 0 } ? Percent(percent, culture) : $"by {Difference(delta, metric, culture)}";

    private static string Percent(decimal percent, CultureInfo culture) => MetricFormat.WritePercent(Math.Abs(percent), culture).TrimStart('+');

    private static string Difference(decimal delta, FrozenMetric metric, CultureInfo culture) =>
        MetricFormat.WriteDifference(delta, metric.Unit, metric.Currency, culture);

    private static string Write(FrozenMetric metric, CultureInfo culture) =>
        metric.Value is { } value ? MetricFormat.Write(value, metric.Unit, metric.Currency, culture) : "cannot be told";

    private static string LabelOf(FrozenMetric metric, CultureInfo culture)
    {
        var label = metric.Label;
        var isAcronym = label.Length > 1 && char.IsUpper(label[1]);
        return isAcronym ? label : char.ToLower(label[0], culture) + label[1..];
    }
}
