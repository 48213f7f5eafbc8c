namespace Plumbline.Tests.Sql.Model;

/// <summary>A KPI as the definitions have it: sums of measures, and what they are divided by.</summary>
/// <param name="IsMoney">The tenant's currency always has a row.</param>
internal sealed record KpiFormula(string Kpi, bool IsMoney, string[] Numerator, string[]? Denominator = null);
