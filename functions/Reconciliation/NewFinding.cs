namespace Plumbline.Reconciliation;

/// <summary>A disagreement that was found.</summary>
/// <param name="CheckName">Which check found it, such as seal.</param>
/// <param name="Subject">What it is about, in the check's own key: the same subject found again is the same finding.</param>
/// <param name="Severity">low, medium or high: one that is high makes the figures of its source and month provisional.</param>
/// <param name="Source">The system whose data it is about.</param>
/// <param name="Detail">The same in words, without personal data.</param>
/// <param name="Actor">Who found it.</param>
/// <param name="OccurredAt">The date of what it is about; null where it has none.</param>
public sealed record NewFinding(
    string CheckName, string Subject, string Severity, string Source, string Detail, string Actor, DateTimeOffset? OccurredAt = null)
{
    /// <summary>The delivery it was found in: seq in ledger.raw_events.</summary>
    public long? EventSeq { get; init; }

    /// <summary>The rows it is about.</summary>
    public IReadOnlyList<FactRowId> Rows { get; init; } = [];
}
