namespace Plumbline.Reconciliation;

/// <summary>A run of the reconciliation, under way or ended.</summary>
/// <param name="Run">Its name in routes.</param>
/// <param name="Seq">Its place among the tenant's runs.</param>
/// <param name="Status">queued, running, completed, or failed where a source could not be compared to its end.</param>
/// <param name="RequestedBy">Who asked; timer for the daily one.</param>
/// <param name="Since">From when on it was asked to compare.</param>
/// <param name="NewFindings">How many findings were open as it ended that were not as the one before did.</param>
/// <param name="Sources">One each, in the order in which they are compared; one that is not listed has not begun.</param>
public sealed record ReconciliationJson(
    Guid Run,
    long Seq,
    string Status,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? Since,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int? NewFindings,
    string? Error,
    IReadOnlyList<ReconciledSourceJson> Sources);
