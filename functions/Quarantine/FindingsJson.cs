namespace Plumbline.Quarantines;

/// <summary>A page of findings as the API answers it, newest first.</summary>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record FindingsJson(IReadOnlyList<Finding> Findings, string? Next);
