namespace Plumbline.Quarantines;

/// <summary>One item with all that is known of its delivery.</summary>
/// <param name="Others">The delivery's other items.</param>
/// <param name="Resolutions">What was done about the delivery, the latest first.</param>
public sealed record QuarantineInspectionJson(
    QuarantineItem Item, IReadOnlyList<QuarantineItem> Others, IReadOnlyList<QuarantineResolution> Resolutions, QuarantineBody Body);
