namespace Plumbline.Reports;

/// <summary>What part of a stage's people reached another one.</summary>
/// <param name="Step">lead_to_qualified and so on; lead_to_booked and lead_to_won are overall.</param>
/// <param name="Rate">Null over nothing, and while a stage is not yet modeled.</param>
/// <param name="Status">ok, no data, or not yet modeled.</param>
/// <param name="IsProvisional">Whether some lead may still move within its window.</param>
public sealed record FunnelRate(
    string Step,
    string FromStage,
    string ToStage,
    long? Numerator,
    long? Denominator,
    decimal? Rate,
    long? PreviousNumerator,
    long? PreviousDenominator,
    decimal? PreviousRate,
    string Status,
    bool IsProvisional);
