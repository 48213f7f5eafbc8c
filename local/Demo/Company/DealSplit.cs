namespace Plumbline.Local.Demo.Company;

/// <summary>Who earns which share of a deal; a later one replaces it.</summary>
internal sealed record DealSplit(SalesDeal Deal, DateTimeOffset At, IReadOnlyList<(StaffMember Owner, decimal Percent)> Shares);
