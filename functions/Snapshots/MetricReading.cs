using System.Globalization;

namespace Plumbline.Snapshots;

/// <summary>Says a figure in one plain sentence, from the data alone.</summary>
public static class MetricReading
{
    public static string Of(ComputedKpi kpi, CultureInfo culture)
    {
        // A rate says what it is of; "1 of 2" and "500 of 1,000" are the same rate and not the same news.
        var of = kpi is { Unit: "ratio", Numerator: { } part, Denominator: { } whole } && decimal.IsInteger(part) && decimal.IsInteger(whole)
            ? $" ({part.ToString("N0", culture)} of {whole.ToString("N0", culture)})"
            : "";
        return Sentence(kpi, of, culture) + TargetOf(kpi, culture);
    }

    private static string Sentence(ComputedKpi kpi, string of, CultureInfo culture)
    {
        string Write(decimal amount) => MetricFormat.Write(amount, kpi.Unit, kpi.Currency, culture);
        string Difference(decimal delta) => MetricFormat.WriteDifference(delta, kpi.Unit, kpi.Currency, culture);

        return kpi switch
        {
            { Value: null, Denominator: not (null or 0) } => $"{kpi.Label} cannot be told: there was nothing to divide.",
            { Value: null } => $"{kpi.Label} cannot be told: there was nothing to divide by.",
            { HasPrevious: false, Value: { } value } => $"{kpi.Label} came to {Write(value)}{of}; there is no earlier month to compare with.",
            { Previous: null, Value: { } value } => $"{kpi.Label} came to {Write(value)}{of}; the month before had nothing to divide by.",
            { Delta: { } delta, Value: { } value } when Difference(delta) == Difference(0) => $"{kpi.Label} held at {Write(value)}{of}.",
            { Previous: 0, Value: { } value } => $"{kpi.Label} came to {Write(value)}{of}, after none the month before.",
            { Delta: { } delta, Value: { } value } =>
                $"{kpi.Label} {(delta > 0 ? "rose" : "fell")} by {Difference(delta)}"
                + (kpi is { Unit: not "ratio", DeltaPercent: { } percent } ? $" ({MetricFormat.WritePercent(percent, culture)})" : "")
                + $" to {Write(value)}{of}.",
            _ => throw new InvalidOperationException($"{kpi.Kpi} has a value and no delta."),
        };
    }

    private static string TargetOf(ComputedKpi kpi, CultureInfo culture)
    {
        if (kpi is not { Value: { } value, Target: { } target })
        {
            return "";
        }

        var written = MetricFormat.Write(target, kpi.Unit, kpi.Currency, culture);
        return kpi.GoodDirection switch
        {
            "down" => value <= target ? $" The target of at most {written} was kept." : $" The target was at most {written}.",
            "up" => value >= target ? $" The target of {written} was reached." : $" The target was {written}.",
            _ => $" The plan was {written}.",
        };
    }
}
