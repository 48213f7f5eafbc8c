using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>The month in a sentence or three, built from its figures.</summary>
public static class DigestVerdict
{
    private const int ReasonsTold = 2;

    /// <param name="shown">The figures of the digest, the first of them foremost.</param>
    /// <param name="rows">The same, written out.</param>
    public static string Of(FrozenMonth month, string monthName, string previousName, IReadOnlyList<FrozenMetric> shown, IReadOnlyList<DigestRow> rows, CultureInfo culture)
    {
        var sentence = IsWithoutData(month)
            ? $"There is no data for {monthName}: nothing was recorded, so every figure is nothing."
            : Compare(month, previousName, DigestPhrase.OfVerdict(shown[0], culture), rows, culture);
        return month.Status == "provisional" ? $"{sentence} {Provisional(month, rows)}" : sentence;
    }

    /// <summary>Whether nothing at all was recorded, in no figure of the company.</summary>
    public static bool IsWithoutData(FrozenMonth month) =>
        month.Metrics.Where(metric => metric.Dimension == "company").All(metric => metric.Value is null or 0);

    private static string Compare(FrozenMonth month, string previousName, string phrase, IReadOnlyList<DigestRow> rows, CultureInfo culture)
    {
        var compared = rows.Count(row => row.Judgement is not null);
        var better = rows.Count(row => row.Judgement == "better");
        var worse = rows.Count(row => row.Judgement == "worse");
        if (compared == 0)
        {
            return char.ToUpper(phrase[0], culture) + phrase[1..] + (month.Metrics.All(metric => metric.Previous is null)
                ? "; there is no earlier month to compare with."
                : $"; no figure can be compared with {previousName}.");
        }

        var figures = compared == rows.Count ? $"{compared} figures" : $"the {compared} figures that can be compared";
        return (better.CompareTo(worse), compared) switch
        {
            (_, 1) => $"{(better > 0 ? "A better month" : worse > 0 ? "A weaker month" : "A month like the one before")}: {phrase}"
                + (rows.Count == 1 ? "." : $". No other figure can be compared with {previousName}."),
            (> 0, _) => $"A better month: {better} of {figures} improved{(worse == 0 ? "" : $" and {worse} got worse")}; {phrase}.",
            (< 0, _) => $"A weaker month: {worse} of {figures} got worse{(better == 0 ? "" : $" and {better} improved")}; {phrase}.",
            _ when better > 0 => $"A mixed month: {better} of {figures} improved and {worse} got worse; {phrase}.",
            _ => $"A month like the one before: none of {(compared == rows.Count ? $"the {compared} figures" : figures)} got better or worse; {phrase}.",
        };
    }

    private static string Provisional(FrozenMonth month, IReadOnlyList<DigestRow> rows)
    {
        var open = rows.Count(row => row.Provisional is not null);
        var reasons = month.Metrics.Where(metric => metric.Status == "provisional").Select(metric => metric.ProvisionalReason?.Trim())
            .OfType<string>().Where(reason => reason.Length > 0).Distinct().ToArray();
        var scope = open == rows.Count ? "Every figure here is provisional"
            : open > 0 ? $"{open} of these {rows.Count} figures {(open == 1 ? "is" : "are")} provisional"
            : "The month is provisional in figures that its page shows";
        var why = string.Concat(reasons.Take(ReasonsTold).Select(reason => $" {reason.TrimEnd('.')}."));
        return $"{scope} and may still change.{why}{(reasons.Length > ReasonsTold ? " Further causes stand beside their figures." : "")}";
    }
}
