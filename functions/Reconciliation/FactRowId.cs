namespace Plumbline.Reconciliation;

/// <summary>A row of the ledger.</summary>
/// <param name="Table">Such as raw_payments.</param>
/// <param name="Seq">Its seq there.</param>
public sealed record FactRowId(string Table, long Seq);
