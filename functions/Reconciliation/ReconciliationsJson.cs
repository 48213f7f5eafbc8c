namespace Plumbline.Reconciliation;

/// <summary>A page of runs as the API answers it, newest first.</summary>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record ReconciliationsJson(IReadOnlyList<ReconciliationJson> Reconciliations, string? Next);
