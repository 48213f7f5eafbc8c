namespace Plumbline.Reconciliation;

/// <summary>Somebody else has taken up a run whose lease had lapsed: what is left of it is theirs.</summary>
internal sealed class OvertakenException() : Exception("Another worker has taken up the reconciliation.");
