using Plumbline.Ledger;

namespace Plumbline.Adjustments;

/// <summary>A correction somebody asks for. Facts stay as they are: it is a fact of its own.</summary>
/// <param name="Kind">amount adds to a measure; void takes a fact out of every measure, or reverses an adjustment.</param>
/// <param name="Reason">Why, in 10 to 1,000 characters; kept for good, so without personal data.</param>
/// <param name="Target">The fact it is about. A void has one; an amount that has one is dated and tagged as that fact counts.</param>
/// <param name="Measure">What an amount is added to, such as cash; a void has none.</param>
/// <param name="Amount">Signed, and not 0. Money in major units of the currency.</param>
/// <param name="Currency">ISO 4217, of money alone. Left out, it is the target's, or the tenant's own.</param>
/// <param name="EffectiveDate">The day it counts: yyyy-MM-dd in the tenant's dates, at most tomorrow. Left out, it is the target's day. Of a void it is only written down, today when left out: the fact is out of every period.</param>
/// <param name="Tags">What an amount is found by. Those left out are the target's.</param>
public sealed record AdjustmentRequest(
    string Kind,
    string Reason,
    AdjustmentTarget? Target = null,
    string? Measure = null,
    decimal? Amount = null,
    string? Currency = null,
    string? EffectiveDate = null,
    Tags? Tags = null);
