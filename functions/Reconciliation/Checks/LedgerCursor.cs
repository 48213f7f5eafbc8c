namespace Plumbline.Reconciliation.Checks;

/// <summary>How far the checks have come.</summary>
/// <param name="Done">The names of those that ran.</param>
internal sealed record LedgerCursor(IReadOnlyList<string> Done);
