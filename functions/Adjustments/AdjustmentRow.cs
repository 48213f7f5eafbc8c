using Plumbline.Ledger;

namespace Plumbline.Adjustments;

/// <summary>An adjustment with every default filled in, as the ledger is to hold it.</summary>
/// <param name="Amount">In the measure's unit; money in minor units.</param>
internal sealed record AdjustmentRow(
    string Kind,
    AdjustmentTarget? Target,
    string? Measure,
    decimal? Amount,
    string? Currency,
    DateOnly EffectiveDate,
    Tags Tags,
    string Reason);
