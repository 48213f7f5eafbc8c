namespace Plumbline.Reports;

/// <summary>A page of the rows behind one KPI as the API answers it.</summary>
/// <param name="To">The first date after the period.</param>
/// <param name="Filter">Value by tag, as asked for.</param>
/// <param name="AsOf">The point of the ledger it was read at.</param>
/// <param name="DefinitionsVersion">The definitions that were in force.</param>
/// <param name="Figures">What the rows come to, one a currency.</param>
/// <param name="Totals">What the rows of each term come to, on all pages together.</param>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record KpiRowsJson(
    string Tenant,
    DateOnly From,
    DateOnly To,
    IReadOnlyDictionary<string, string> Filter,
    string AsOf,
    long DefinitionsVersion,
    IReadOnlyList<KpiFigure> Figures,
    IReadOnlyList<KpiRowTotal> Totals,
    IReadOnlyList<KpiRow> Rows,
    string? Next);
