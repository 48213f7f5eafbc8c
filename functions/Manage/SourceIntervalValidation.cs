using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class SourceIntervalValidation
{
    private const int MostIntervals = 100;
    private const int LongestHours = 366 * 24;

    public static string? Fault(IReadOnlyList<SourceIntervalSettings>? intervals) =>
        Each(intervals, "sourceIntervals", MostIntervals, Fault)
        ?? Repeated(intervals, "sourceIntervals", ".feed", interval => interval.Feed.Trim());

    /// <param name="known">The keys of the feeds there are, in their order.</param>
    public static string? Fault(IReadOnlyList<SourceIntervalSettings>? intervals, IReadOnlyList<string> known) =>
        Each(intervals, "sourceIntervals", MostIntervals, (interval, path) => OneOf(interval.Feed.Trim(), $"{path}.feed", known));

    private static string? Fault(SourceIntervalSettings interval, string path) =>
        Text(interval.Feed, $"{path}.feed", 100)
        ?? (interval.Hours is < 1 or > LongestHours ? $"{path}.hours must be 1 to {LongestHours}." : null);
}
