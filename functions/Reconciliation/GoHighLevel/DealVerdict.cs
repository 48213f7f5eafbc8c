namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>How a deal of the ledger stands to the same at its source.</summary>
/// <param name="Healing">The states the ledger lacks, in the order of time.</param>
/// <param name="Corrected">Those of them that are not news: the ledger says otherwise of the same moment.</param>
/// <param name="ApartMinor">What it counts for in the pipeline, the ledger's less the source's.</param>
/// <param name="Currency">Of that: the ledger's, where it has the deal; null where nobody names one.</param>
internal sealed record DealVerdict(
    ItemOutcome Outcome, IReadOnlyList<(DateTimeOffset At, DealFields Fields)> Healing, IReadOnlyList<CorrectedDeal> Corrected, long ApartMinor,
    string? Currency);
