namespace Plumbline.Ledger;

/// <summary>A delivery that is stored already, mapped again from its kept bytes.</summary>
/// <param name="EventSeq">Its row in ledger.raw_events.</param>
public sealed record Replay(long EventSeq, Delivery Delivery);
