namespace Plumbline.Snapshots;

/// <summary>A page of closed months as the API answers it, newest first.</summary>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record MonthsJson(IReadOnlyList<FrozenMonthJson> Months, string? Next);
