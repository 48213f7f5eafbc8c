using System.Text.Json;

namespace Plumbline.Quarantines;

/// <summary>What the ledger disagrees about, with a source or with itself.</summary>
/// <param name="Check">Which check found it.</param>
/// <param name="Subject">What it is about, in the check's own key.</param>
/// <param name="Status">open; resolved: a later look no longer found it; accepted: somebody decided to live with it.</param>
/// <param name="Severity">low, medium or high.</param>
/// <param name="OccurredAt">The date of the fact it is about.</param>
/// <param name="EventSeq">The delivery it was found in.</param>
/// <param name="FactRows">The rows it is about: table and seq.</param>
/// <param name="Actor">Who said so.</param>
/// <param name="Reason">Why it was accepted, or opened again by somebody.</param>
/// <param name="RecordedAt">When it came to stand so.</param>
public sealed record Finding(
    long Seq,
    string Check,
    string Subject,
    string Status,
    string Severity,
    string Source,
    string Detail,
    DateTimeOffset? OccurredAt,
    long? EventSeq,
    JsonElement FactRows,
    string Actor,
    string? Reason,
    DateTimeOffset RecordedAt);
