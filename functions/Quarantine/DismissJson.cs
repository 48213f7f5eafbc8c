namespace Plumbline.Quarantines;

/// <summary>What a dismissal came to.</summary>
/// <param name="Dismissed">How many of the items waited.</param>
/// <param name="Unchanged">How many were settled already.</param>
/// <param name="Findings">How many open findings were accepted with it.</param>
public sealed record DismissJson(int Dismissed, int Unchanged, int Findings, IReadOnlyList<DismissedItem> Items);
