namespace Plumbline.Reconciliation;

internal enum ItemOutcome
{
    Matched,

    /// <summary>The source has it and the ledger had not.</summary>
    Missing,

    /// <summary>Both have it, and not alike.</summary>
    Differing,

    /// <summary>The ledger has it and the source has not.</summary>
    Extra,
}
