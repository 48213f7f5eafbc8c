namespace Plumbline.Reconciliation.Checks;

/// <summary>How far the checks have come.</summary>
/// <param name="Done">The names of those that ran.</param>
/// <param name="OpenSeals">The findings about seals that stood open before they were verified; null before.</param>
internal sealed record LedgerCursor(IReadOnlyList<string> Done, IReadOnlyList<string>? OpenSeals = null);
