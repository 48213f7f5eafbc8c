namespace Plumbline.Manage;

/// <summary>What a KPI is to reach each month, until the next target of the same KPI and currency.</summary>
/// <param name="Kpi">The KPI's key, such as <c>cash_collected</c>.</param>
/// <param name="From">The first month it holds for, yyyy-MM.</param>
/// <param name="Value">Money in major units of the currency; anything else in the KPI's own unit.</param>
/// <param name="Currency">ISO 4217, for money alone; the tenant's when left out.</param>
public sealed record TargetSettings(string Kpi, string From, decimal Value, string? Currency = null);
