using System.Globalization;

namespace Plumbline.Snapshots;

/// <summary>Says a figure in plain words, from the data alone: what it did, what it is of, and what moved it.</summary>
public static class MetricReading
{
    // Under so many, one more or less moves a rate by ten points.
    private const int Few = 10;

    /// <param name="month">The other figures, by which it is explained.</param>
    public static string Of(ComputedKpi kpi, MonthFigures month, CultureInfo culture)
    {
        var sentence = Sentence(kpi, PartOf(kpi, culture), culture);
        var why = kpi is { ProvisionalReason: null, Value: not null } ? MetricDrivers.Of(kpi, month, culture) : "";
        return (why.Length == 0 ? sentence : $"{sentence[..^1]}{JoinOf(sentence, why)} {why}.") + Caution(kpi) + TargetOf(kpi, culture);
    }

    private static string JoinOf(string sentence, string why) =>
        why.StartsWith(MetricDrivers.Although, StringComparison.Ordinal) ? ","
        : sentence.Contains(';', StringComparison.Ordinal) ? "."
        : ":";

    // A rate says what it is of; "1 of 2" and "500 of 1,000" are the same rate and not the same news.
    private static string PartOf(ComputedKpi kpi, CultureInfo culture) =>
        kpi is { Unit: "ratio", Numerator: { } part, Denominator: { } whole } && decimal.IsInteger(part) && decimal.IsInteger(whole)
            ? $" ({part.ToString("N0", culture)} of {whole.ToString("N0", culture)})"
            : "";

    private static string Sentence(ComputedKpi kpi, string of, CultureInfo culture)
    {
        string Write(decimal amount) => MetricFormat.Write(amount, kpi.Unit, kpi.Currency, culture);
        string Difference(decimal delta) => MetricFormat.WriteDifference(delta, kpi.Unit, kpi.Currency, culture);

        return kpi switch
        {
            { Value: null, ProvisionalReason: not null } => $"{kpi.Label} cannot be told yet.",
            { Value: { } value, ProvisionalReason: not null } => $"{kpi.Label} came to {Write(value)}{of} so far; it may still change.",
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

    private static string Caution(ComputedKpi kpi) => kpi switch
    {
        { Value: null } or { ProvisionalReason: not null } => "",
        { Unit: "ratio", Denominator: > 0 and < Few and var whole } when decimal.IsInteger(whole) => " Of so few, one more or less changes it much.",
        { PreviousIsProvisional: true, Delta: not null } => " The month before may itself still change.",
        _ => "",
    };

    private static string TargetOf(ComputedKpi kpi, CultureInfo culture)
    {
        if (kpi is not { Value: { } exact, Target: { } wanted })
        {
            return "";
        }

        // As they are written: whoever reads 3.00 beside a target of 3.00 sees it reached.
        var (value, target) = (MetricFormat.Round(exact, kpi.Unit), MetricFormat.Round(wanted, kpi.Unit));
        var written = MetricFormat.Write(target, kpi.Unit, kpi.Currency, culture);
        return kpi switch
        {
            { ProvisionalReason: not null } => $" The target was {written}.",
            { GoodDirection: "down" } => value <= target ? $" The target of at most {written} was kept." : $" The target was at most {written}.",
            { GoodDirection: "up" } => value >= target ? $" The target of {written} was reached." : $" The target was {written}.",
            _ => $" The plan was {written}.",
        };
    }
}
