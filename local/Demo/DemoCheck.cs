using System.Globalization;

namespace Plumbline.Local.Demo;

/// <summary>Holds what was frozen against what was posted.</summary>
internal static class DemoCheck
{
    private const int MostTold = 20;
    private const decimal Tolerance = 1e-9m;

    /// <exception cref="DemoException">A figure of a closed month is another; the message says which, up to twenty of them.</exception>
    public static void Run(DemoTruth truth, IReadOnlyList<DateOnly> closed, IReadOnlyDictionary<DateOnly, IReadOnlyList<DemoMetric>> frozen)
    {
        var differences = closed.SelectMany(month => Differences(month, truth.Months[month], frozen.GetValueOrDefault(month, []))).ToList();
        if (differences.Count == 0) return;
        var told = string.Join('\n', differences.Take(MostTold).Select(difference => $"  {difference}"));
        var more = differences.Count > MostTold ? $"\n  and {differences.Count - MostTold} more" : "";
        throw new DemoException($"The closed months say other than what was posted, in {differences.Count} figures (closed by an earlier version of the sample? Delete the folder LOCAL_DIR, .local, for a new start):\n{told}{more}");
    }

    private static IEnumerable<string> Differences(DateOnly month, DemoMonth truth, IReadOnlyList<DemoMetric> frozen) =>
        from figure in truth.Figures()
        let found = frozen.FirstOrDefault(metric => metric.Kpi == figure.Kpi && metric.Currency == figure.Currency && metric.IsCompanyWide)
        where found is null || !IsSame(figure, found)
        select $"{DemoPlan.Format(month)} {figure.Kpi} ({figure.Currency ?? "no currency"}): expected {Tell(figure.Value, figure.Numerator, figure.Denominator)}, "
            + $"found {(found is null ? "nothing" : Tell(found.Value, found.Numerator, found.Denominator))}";

    // A quotient is compared by its parts, and by its value as far as both ways of dividing agree.
    private static bool IsSame(DemoFigure figure, DemoMetric found) =>
        (found.Numerator ?? figure.Numerator) == figure.Numerator
        && (found.Denominator ?? figure.Denominator) == figure.Denominator
        && (figure.Value, found.Value) switch
        {
            (null, null) => true,
            ({ } expected, { } value) when figure.Denominator is null => expected == value,
            ({ } expected, { } value) => Math.Abs(expected - value) <= Tolerance * Math.Max(1, Math.Abs(expected)),
            _ => false,
        };

    private static string Tell(decimal? value, decimal? numerator, decimal? denominator)
    {
        var whole = value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "nothing";
        return denominator is null ? whole : string.Create(CultureInfo.InvariantCulture, $"{numerator:0.####}/{denominator:0.####} = {whole}");
    }
}
