namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>How much the ledger had of a kind before the run, counted when the listing has come to its end.</summary>
/// <param name="All">Everything that is asked for.</param>
/// <param name="InTime">What of it the listing could have.</param>
/// <param name="Answered">What of that the listing had.</param>
internal sealed record HeldCounts(long All, long InTime, long Answered);
