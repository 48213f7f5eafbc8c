namespace Plumbline.Quarantines;

/// <summary>An item that was to be dismissed.</summary>
/// <param name="Outcome">dismissed; or unchanged, where it was settled already.</param>
public sealed record DismissedItem(long Seq, long EventSeq, string Outcome);
