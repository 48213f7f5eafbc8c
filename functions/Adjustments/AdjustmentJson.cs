using Plumbline.Ledger;

namespace Plumbline.Adjustments;

/// <summary>An adjustment as the API answers it.</summary>
/// <param name="Seq">Its seq in ledger.adjustments.</param>
/// <param name="Kind">amount or void.</param>
/// <param name="Amount">Signed; money in major units of the currency.</param>
/// <param name="EffectiveDate">The day it counts, in the tenant's dates.</param>
/// <param name="Tags">Of an amount.</param>
/// <param name="Actor">Who decided it.</param>
/// <param name="InForce">Whether it counts: no later adjustment has reversed it.</param>
/// <param name="ReversedBy">The adjustment that did.</param>
public sealed record AdjustmentJson(
    long Seq,
    string Kind,
    AdjustmentTarget? Target,
    string? Measure,
    decimal? Amount,
    string? Currency,
    DateOnly EffectiveDate,
    Tags? Tags,
    string Reason,
    string Actor,
    DateTimeOffset RecordedAt,
    bool InForce,
    long? ReversedBy);
