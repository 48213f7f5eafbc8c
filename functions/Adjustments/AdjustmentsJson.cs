namespace Plumbline.Adjustments;

/// <summary>A page of adjustments as the API answers it, newest first.</summary>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record AdjustmentsJson(IReadOnlyList<AdjustmentJson> Adjustments, string? Next);
