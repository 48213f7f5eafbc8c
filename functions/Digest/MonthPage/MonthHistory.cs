namespace Plumbline.Digest;

/// <summary>What stands around a closed month on its page.</summary>
/// <param name="Earlier">Its company's figures in the twelve months before.</param>
/// <param name="Revisions">Of the month itself, newest first.</param>
/// <param name="Departments">Whose figure each KPI is, in the order of the definitions.</param>
public sealed record MonthHistory(
    IReadOnlyList<TrendPoint> Earlier, IReadOnlyList<MonthRevision> Revisions, IReadOnlyList<(string Kpi, string Department)> Departments);
