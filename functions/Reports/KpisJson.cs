namespace Plumbline.Reports;

/// <summary>KPIs of a period as the API answers them.</summary>
/// <param name="To">The first date after the period.</param>
/// <param name="Filter">Value by tag, as asked for.</param>
/// <param name="AsOf">The point of the ledger it was read at.</param>
/// <param name="DefinitionsVersion">The definitions that were in force.</param>
public sealed record KpisJson(
    string Tenant,
    DateOnly From,
    DateOnly To,
    IReadOnlyDictionary<string, string> Filter,
    string AsOf,
    long DefinitionsVersion,
    IReadOnlyList<KpiFigure> Kpis);
