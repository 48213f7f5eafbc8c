namespace Plumbline.Local.Demo;

/// <summary>What the ledger must say of the year, in cents of USD, by month of the tenant's zone.</summary>
/// <param name="CashByMonth">Captures − refunds + returned refunds.</param>
/// <param name="RefundsByMonth">Refunds that went out − those that came back.</param>
/// <param name="Events">Distinct events.</param>
/// <param name="Deliveries">Events with their repetitions.</param>
/// <param name="Movements">Rows of cash the events amount to.</param>
public sealed record DemoTruth(
    IReadOnlyDictionary<DateOnly, long> CashByMonth, IReadOnlyDictionary<DateOnly, long> RefundsByMonth,
    int Events, int Deliveries, int Movements);
