namespace Plumbline.Quarantines;

/// <summary>What was done about a delivery.</summary>
/// <param name="Kind">replay or dismissal.</param>
/// <param name="Remaining">Of a replay: the reasons that still stood.</param>
/// <param name="Facts">How many rows the replay appended.</param>
/// <param name="Reason">Why it was dismissed.</param>
public sealed record QuarantineResolution(
    long Seq, string Kind, IReadOnlyList<string> Remaining, int Facts, string Actor, string? Reason, DateTimeOffset RecordedAt);
