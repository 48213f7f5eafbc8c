namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>A moment at which the ledger saw a deal otherwise than it was.</summary>
/// <param name="Right">As it was.</param>
internal sealed record CorrectedDeal(KnownDeal Known, DealFields Right);
