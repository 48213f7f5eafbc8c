namespace Plumbline.Ledger;

/// <summary>What mapping a delivery again came to.</summary>
/// <param name="Facts">How many rows were appended, links among them.</param>
/// <param name="Changed">Whether anything is other than before; where nothing is, nothing was written.</param>
/// <param name="Conflicts">Whether a movement of it is known with another amount or currency.</param>
public sealed record ReplayOutcome(long EventSeq, int Facts, bool Changed, bool Conflicts);
