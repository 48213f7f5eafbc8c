using System.Globalization;

namespace Plumbline.Snapshots;

/// <summary>Says a figure in one plain sentence, from the data alone.</summary>
public static class MetricReading
{
    public static string Of(ComputedKpi kpi, string culture)
    {
        var format = CultureInfo.GetCultureInfo(culture);
        string Write(decimal amount) => MetricFormat.Write(amount, kpi.Unit, kpi.Currency, format);

        return kpi switch
        {
            { Value: null } => $"{kpi.Label} cannot be told: there was nothing to divide by.",
            { HasPrevious: false, Value: { } value } => $"{kpi.Label} came to {Write(value)}; there is no earlier month to compare with.",
            { Previous: null, Value: { } value } => $"{kpi.Label} came to {Write(value)}; the month before had nothing to divide by.",
            { Delta: 0, Value: { } value } => $"{kpi.Label} held at {Write(value)}.",
            { Previous: 0, Value: { } value } => $"{kpi.Label} came to {Write(value)}, after none the month before.",
            { Delta: { } delta, Value: { } value } =>
                $"{kpi.Label} {(delta > 0 ? "rose" : "fell")} by {MetricFormat.WriteDifference(delta, kpi.Unit, kpi.Currency, format)}"
                + (kpi is { Unit: not "ratio", DeltaPercent: { } percent } ? $" ({MetricFormat.WritePercent(percent, format)})" : "")
                + $" to {Write(value)}.",
            _ => throw new InvalidOperationException($"{kpi.Kpi} has a value and no delta."),
        };
    }
}
