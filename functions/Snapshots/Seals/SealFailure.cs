namespace Plumbline.Snapshots.Seals;

/// <summary>What does not verify.</summary>
/// <param name="Kind">
/// Of rows: edited, missing, inserted; of bodies also emptied. Of seals: seal-edited, seal-missing, chain-broken, unsealed. Of copies: copy-missing,
/// copy-damaged, copy-extra. Of the verification itself: unreadable, function-edited.
/// </param>
/// <param name="Table">The table whose rows it is about; left out where it is about a copy.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Rows">The first 100 of them, by their seq.</param>
/// <param name="Detail">The same in words.</param>
public sealed record SealFailure(string Kind, string? Table, long Count, IReadOnlyList<long> Rows, string Detail);
