using System.Globalization;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>A figure over thirteen months, drawn: a line with a gap where a month has no value.</summary>
/// <param name="Lines">Points of each unbroken line, as SVG writes them.</param>
/// <param name="Description">What it shows, for those who do not see it.</param>
public sealed record TrendChart(IReadOnlyList<string> Lines, IReadOnlyList<TrendDot> Dots, string Description)
{
    public const int Width = 260;
    public const int Height = 44;
    private const decimal Edge = 6;

    /// <returns>Null when no month has a value.</returns>
    public static TrendChart? Of(FrozenMetric metric, Month month, IEnumerable<TrendPoint> earlier, CultureInfo culture)
    {
        var known = earlier.ToDictionary(point => point.Month);
        known[month] = new TrendPoint(metric.Kpi, metric.Currency, month, metric.Value, metric.Status == "provisional");
        TrendPoint?[] points =
            [.. Enumerable.Range(1 - MonthHistories.TrendMonths, MonthHistories.TrendMonths).Select(back => known.GetValueOrDefault(new Month(month.First.AddMonths(back))))];
        var values = points.Where(point => point?.Value is not null).Select(point => point!.Value!.Value).ToArray();
        if (values.Length == 0)
        {
            return null;
        }

        var (lowest, highest) = (values.Min(), values.Max());
        decimal X(int index) => Edge + (index * (Width - (2 * Edge)) / (MonthHistories.TrendMonths - 1));
        decimal Y(decimal value) => highest == lowest ? Height / 2m : Height - Edge - ((value - lowest) / (highest - lowest) * (Height - (2 * Edge)));

        var lines = new List<string>();
        var line = new List<string>();
        var dots = new List<TrendDot>();
        for (var index = 0; index < points.Length; index++)
        {
            if (points[index] is not { Value: { } value } point)
            {
                Break();
                continue;
            }

            line.Add($"{Write(X(index))},{Write(Y(value))}");
            var isLast = index == points.Length - 1;
            var isAlone = points.ElementAtOrDefault(index - 1)?.Value is null && points.ElementAtOrDefault(index + 1)?.Value is null;
            if (isLast || isAlone || point.IsProvisional)
            {
                dots.Add(new TrendDot(Write(X(index)), Write(Y(value)), isLast, point.IsProvisional));
            }
        }

        Break();
        return new TrendChart(lines, dots, Describe(metric, points, culture));

        void Break()
        {
            if (line.Count > 1)
            {
                lines.Add(string.Join(' ', line));
            }

            line.Clear();
        }
    }

    private static string Describe(FrozenMetric metric, TrendPoint?[] points, CultureInfo culture)
    {
        string Name(TrendPoint point) => $"{MetricFormat.Write(point.Value!.Value, metric.Unit, metric.Currency, culture)} in {point.Month.First.ToString("y", culture)}";

        var told = points.OfType<TrendPoint>().Where(point => point.Value is not null).ToArray();
        var open = told.Count(point => point.IsProvisional);
        var words = told.Length == 1
            ? $"{metric.Label}: {Name(told[0])}, the only month with a value"
            : $"{metric.Label} over {points.Length} months: lowest {Name(told.MinBy(point => point.Value)!)}, highest {Name(told.MaxBy(point => point.Value)!)}, last {Name(told[^1])}";
        return words
            + (told.Length is > 1 and var count && count < points.Length ? $"; {points.Length - count} without a value" : "")
            + (open > 0 ? $"; {open} provisional" : "") + ".";
    }

    private static string Write(decimal length) => length.ToString("0.##", CultureInfo.InvariantCulture);
}
