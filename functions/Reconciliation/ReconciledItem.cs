namespace Plumbline.Reconciliation;

/// <summary>One thing that was compared.</summary>
/// <param name="Kind">What it is, such as movement or deal.</param>
/// <param name="Key">Which one, by the source's id.</param>
/// <param name="Currency">ISO 4217, of money alone.</param>
/// <param name="ApartMinor">The ledger less the source, in minor units of the currency.</param>
internal sealed record ReconciledItem(string Kind, string Key, ItemOutcome Outcome, string? Currency = null, long? ApartMinor = null);
