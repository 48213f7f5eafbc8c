using Plumbline.Ledger;

namespace Plumbline.Quarantines;

/// <summary>A delivery that was mapped again.</summary>
/// <param name="Seq">The item that was asked for; of several of one delivery the newest.</param>
/// <param name="EventSeq">The delivery.</param>
/// <param name="Outcome">mapped, stillQuarantined or failed.</param>
/// <param name="Facts">How many rows were appended.</param>
/// <param name="Changed">Whether anything is other than before.</param>
/// <param name="Remaining">What still cannot be read.</param>
/// <param name="Error">Why it failed: erased, unreplayable, other-key, refused or no-body.</param>
public sealed record ReplayedItem(
    long Seq, long EventSeq, string Outcome, int Facts, bool Changed, IReadOnlyList<QuarantineNote> Remaining, string? Error = null)
{
    internal const string Mapped = "mapped";
    internal const string StillQuarantined = "stillQuarantined";
    internal const string Failed = "failed";

    internal static ReplayedItem NotTried(long seq, long eventSeq, string error) => new(seq, eventSeq, Failed, 0, false, [], error);
}
