using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>A figure of one closed month, as it holds in that month's latest revision.</summary>
/// <param name="Value">Null for a ratio over nothing.</param>
public sealed record TrendPoint(string Kpi, string? Currency, Month Month, decimal? Value, bool IsProvisional);
