namespace Plumbline.Reconciliation;

/// <summary>What a run came to with one source, or how far it has come.</summary>
/// <param name="Source">stripe, gohighlevel, or ledger: the ledger against itself.</param>
/// <param name="Status">running, completed, failed, or skipped where there is nothing to ask it with.</param>
/// <param name="From">From when on it is compared.</param>
/// <param name="Until">Up to when.</param>
/// <param name="Compared">What the source has, of what is compared.</param>
/// <param name="Matched">Those of them that the ledger had alike.</param>
/// <param name="Missing">Those that the ledger lacked, and has since.</param>
/// <param name="Differing">Those that the ledger had otherwise.</param>
/// <param name="Extra">What the ledger has and the source has not.</param>
/// <param name="Apart">The ledger less the source as they were compared: minor units by currency.</param>
/// <param name="Summary">The same in words; none while it is running.</param>
public sealed record ReconciledSourceJson(
    string Source,
    string Status,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    long Compared,
    long Matched,
    long Missing,
    long Differing,
    long Extra,
    IReadOnlyDictionary<string, long> Apart,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    string? Summary,
    string? Error);
