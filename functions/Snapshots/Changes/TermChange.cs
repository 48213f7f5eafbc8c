namespace Plumbline.Snapshots;

/// <summary>A term of a KPI; where the definition changed, whether the KPI had it before and has it since, and otherwise nulls.</summary>
internal sealed record TermChange(string Kpi, string Term, bool? WasThere, bool? IsThere);
