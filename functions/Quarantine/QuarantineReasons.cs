namespace Plumbline.Quarantines;

/// <summary>Every reason for which an item may wait.</summary>
internal static class QuarantineReasons
{
    public static readonly string[] All =
        ["conflict", "date-out-of-range", "no-location", "unknown-account", "unknown-stage", "unmappable", "unreadable"];

    /// <returns>What is wrong with a reason that was asked for, or null. It is not repeated: anything may stand there.</returns>
    public static string? Fault(string? reason) =>
        reason is null || All.Contains(reason) ? null : $"reason must be {string.Join(", ", All.SkipLast(1))} or {All[^1]}.";
}
