using Plumbline.Ledger;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What one page came to: it is noted, then healed, then left behind.</summary>
/// <param name="Next">Where it goes on.</param>
internal sealed record GoHighLevelStep(GoHighLevelCursor Next)
{
    public IReadOnlyList<ReconciledItem> Items { get; init; } = [];

    public IReadOnlyList<NewFinding> Findings { get; init; } = [];

    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];
}
