using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>What changed in closed months, newest month first.</summary>
/// <param name="LeftOut">How many more there are.</param>
public sealed record DigestChanges(IReadOnlyList<DigestChangeGroup> Groups, int LeftOut)
{
    public const int MostInMail = 10;

    public string? LeftOutNote => LeftOut > 0 ? $"and {LeftOut} more on the month's page" : null;

    /// <param name="most">How many are written out.</param>
    public static DigestChanges Of(IReadOnlyList<MonthChange> changes, CultureInfo culture, int most = int.MaxValue)
    {
        var several = changes.GroupBy(change => (change.Month, change.Kpi)).Where(kpi => kpi.Count() > 1).Select(kpi => kpi.Key).ToHashSet();
        var told = changes.OrderByDescending(change => change.Month).Take(most).ToArray();
        return new DigestChanges(
            [
                .. told.GroupBy(change => change.Month).Select(month => new DigestChangeGroup(
                    month.Key.First.ToString("y", culture),
                    [.. month.Select(change => Of(change, several.Contains((change.Month, change.Kpi)), culture))])),
            ],
            changes.Count - told.Length);
    }

    private static DigestChange Of(MonthChange change, bool isOneOfSeveral, CultureInfo culture)
    {
        string Write(decimal? amount) =>
            amount is { } known ? DigestRow.Typeset(MetricFormat.Write(known, change.Unit, change.Currency, culture)) : "–";

        var label = isOneOfSeveral && change.Currency is not null ? $"{change.Label}, {change.Currency}" : change.Label;
        return new DigestChange(label, Write(change.FrozenValue), Write(change.CurrentValue), change.Reading);
    }
}
