namespace Plumbline.Quarantines;

/// <summary>What is to be mapped again: exactly one of items, reason and all.</summary>
/// <param name="Items">Items by their seq, open or settled; at most 500.</param>
/// <param name="Reason">Every open item of this reason, such as unknown-stage.</param>
/// <param name="All">true: every open item.</param>
/// <param name="Limit">Of reason and all: the most deliveries of a page, 1 to 500; 200 when left out.</param>
/// <param name="Before">Of reason and all: goes on after the page that told it.</param>
public sealed record ReplayRequest(
    IReadOnlyList<long>? Items = null, string? Reason = null, bool? All = null, int? Limit = null, long? Before = null)
{
    internal const int Most = 500;
    internal const int Usual = 200;

    /// <returns>What is wrong with it, or null.</returns>
    internal string? Fault() =>
        new[] { Items is not null, Reason is not null, All is not null }.Count(given => given) != 1 ? "Give exactly one of items, reason and all."
        : Items is { Count: 0 or > Most } ? $"items must be 1 to {Most}."
        : QuarantineReasons.Fault(Reason) is { } fault ? fault
        : All is false ? "all must be true, or left out."
        : Items is not null && (Limit ?? Before) is not null ? "limit and before go with reason or all: items are all tried."
        : Limit is < 1 or > Most ? $"limit must be 1 to {Most}."
        : null;
}
