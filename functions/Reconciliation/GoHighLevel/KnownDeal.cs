namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>A deal as the ledger saw it at one moment.</summary>
/// <param name="Seq">In ledger.raw_opportunities.</param>
internal sealed record KnownDeal(long Seq, DateTimeOffset At, DealFields Fields);
