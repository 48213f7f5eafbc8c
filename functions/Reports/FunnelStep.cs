using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Reports;

/// <summary>A rate of the funnel, written out beside the one before.</summary>
/// <param name="Quotient">Numerator and denominator.</param>
/// <param name="Change">Signed difference in points; null where nothing is compared.</param>
/// <param name="Verdict">What to think of it, in words.</param>
/// <param name="Judgement">better or worse; null where it is neither.</param>
public sealed record FunnelStep(
    string Name, string Rate, string Quotient, string PreviousRate, string PreviousQuotient, string? Change, string? Verdict, string? Judgement, bool IsModeled, bool IsProvisional)
{
    private const string None = "–";

    public static FunnelStep Of(FunnelRate rate, CultureInfo culture)
    {
        var (change, verdict, judgement) = Compare(rate, culture);
        var isModeled = rate.Status != FunnelStage.NotYetModeled;
        return new FunnelStep(
            FunnelWords.StepOf(rate),
            Write(rate.Rate, culture),
            WriteQuotient(rate.Numerator, rate.Denominator, culture),
            Write(rate.PreviousRate, culture),
            WriteQuotient(rate.PreviousNumerator, rate.PreviousDenominator, culture),
            change,
            verdict,
            judgement,
            isModeled,
            isModeled && rate.IsProvisional);
    }

    /// <summary>Steps from each stage to the next one that is modeled, and apart from them those over several stages.</summary>
    public static (IReadOnlyList<FunnelRate> Steps, IReadOnlyList<FunnelRate> Overall) Split(IReadOnlyList<FunnelStage> stages, IReadOnlyList<FunnelRate> rates)
    {
        var steps = rates.ToLookup(rate => rate.FromStage == Before(rate.ToStage, stages) || rate.Status == FunnelStage.NotYetModeled);
        return ([.. steps[true]], [.. steps[false]]);
    }

    /// <summary>The part of the stage before that reached this one.</summary>
    public static string? RateInto(string stage, IReadOnlyList<FunnelStage> stages, IReadOnlyList<FunnelRate> rates, CultureInfo culture) =>
        rates.FirstOrDefault(rate => rate.ToStage == stage && rate.FromStage == Before(stage, stages)) is { Rate: { } value } ? Write(value, culture) : null;

    public static string Write(decimal? rate, CultureInfo culture) => rate is { } known ? MetricFormat.Write(known, "ratio", null, culture) : None;

    /// <summary>The difference as the two figures are written; null where either is unknown.</summary>
    public static decimal? Difference(FunnelRate rate) => rate is { Rate: { } now, PreviousRate: { } before }
        ? MetricFormat.Round(now, "ratio") - MetricFormat.Round(before, "ratio")
        : null;

    private static string? Before(string stage, IReadOnlyList<FunnelStage> stages) =>
        stages.TakeWhile(candidate => candidate.Stage != stage).LastOrDefault(candidate => candidate.IsModeled)?.Stage;

    private static string WriteQuotient(long? part, long? whole, CultureInfo culture) =>
        part is { } some && whole is { } all ? $"{some.ToString("N0", culture)} of {all.ToString("N0", culture)}" : "";

    // The prior period is read as it stood equally long after its start, so that a running one can be compared too.
    private static (string? Change, string? Verdict, string? Judgement) Compare(FunnelRate rate, CultureInfo culture)
    {
        if (Difference(rate) is not { } difference)
        {
            return (null, null, null);
        }

        var (sign, judgement) = difference switch { > 0 => ("+", "better"), < 0 => ("−", "worse"), _ => ("", null) };
        var verdict = (judgement ?? "the same") + (rate.IsProvisional ? " so far" : "");
        return (sign + MetricFormat.WriteDifference(difference, "ratio", null, culture), verdict, judgement);
    }
}
