namespace Plumbline.Local.Demo.Company;

/// <summary>What finance posts of a month; amounts in cents, null where it leaves them out.</summary>
/// <param name="Targets">By KPI; money in dollars.</param>
internal sealed record FinanceStatement(DateOnly Month, DateTimeOffset StatedAt, long? Revenue, long? Ebitda, IReadOnlyDictionary<string, decimal> Targets);
