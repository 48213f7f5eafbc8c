namespace Plumbline.Tests.Sql.Model;

/// <summary>A KPI as the definitions have it: sums of measures, and what they are divided by.</summary>
/// <param name="Unit">Of money the tenant's currency always has a row; of no days there is no middle.</param>
internal sealed record KpiFormula(string Kpi, string Unit, string[] Numerator, string[]? Denominator = null);
