using System.Globalization;

namespace Plumbline.Snapshots;

/// <summary>Says a figure in one plain sentence, from the data alone.</summary>
public static class MetricReading
{
    public static string Of(ComputedKpi kpi, CultureInfo culture)
    {
        string Write(decimal amount) => MetricFormat.Write(amount, kpi.Unit, kpi.Currency, culture);
        string Difference(decimal delta) => MetricFormat.WriteDifference(delta, kpi.Unit, kpi.Currency, culture);

        return kpi switch
        {
            { Value: null } => $"{kpi.Label} cannot be told: there was nothing to divide by.",
            { HasPrevious: false, Value: { } value } => $"{kpi.Label} came to {Write(value)}; there is no earlier month to compare with.",
            { Previous: null, Value: { } value } => $"{kpi.Label} came to {Write(value)}; the month before had nothing to divide by.",
            { Delta: { } delta, Value: { } value } when Difference(delta) == Difference(0) => $"{kpi.Label} held at {Write(value)}.",
            { Previous: 0, Value: { } value } => $"{kpi.Label} came to {Write(value)}, after none the month before.",
            { Delta: { } delta, Value: { } value } =>
                $"{kpi.Label} {(delta > 0 ? "rose" : "fell")} by {Difference(delta)}"
                + (kpi is { Unit: not "ratio", DeltaPercent: { } percent } ? $" ({MetricFormat.WritePercent(percent, culture)})" : "")
                + $" to {Write(value)}.",
            _ => throw new InvalidOperationException($"{kpi.Kpi} has a value and no delta."),
        };
    }
}
