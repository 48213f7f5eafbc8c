namespace Plumbline.Quarantines;

/// <summary>A page of the quarantine as the API answers it, newest first.</summary>
/// <param name="Open">How many items wait, by reason: of all the tenant's, whatever the page shows.</param>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record QuarantineJson(IReadOnlyList<QuarantineItem> Items, IReadOnlyDictionary<string, long> Open, string? Next);
