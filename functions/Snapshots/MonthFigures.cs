using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Everything that closes with a month: each figure of the company, and where its leads came from.</summary>
/// <param name="LeadSources">Leads by funnel, the most first; unknown is one of them.</param>
public sealed record MonthFigures(IReadOnlyList<ComputedKpi> Company, IReadOnlyList<(string Name, decimal Leads)> LeadSources)
{
    public const string LeadDimension = "source_funnel";

    private const string SelectFigures = """
        select
            kpi, label, currency, unit, value, numerator, denominator, display_order, has_previous, previous, good_direction, target,
            previous_status, headline_order, provisional_reason
        from report.month_figures($1, $2)
        """;

    private const string SelectLeadSources = """
        select dimension_value, value
        from report.kpis_by($1, $2, ($2 + interval '1 month')::date, '{}', 'source_funnel', '{leads}')
        where value <> 0
        order by value desc, dimension_value
        """;

    /// <summary>What the transaction sees of the month.</summary>
    public static async Task<MonthFigures> ReadAsync(TenantSession session, Tenant tenant, Month month, CancellationToken cancel) => new(
        await session.ListAsync(SelectFigures, ComputedKpi.Read, cancel, tenant.Id, month.First),
        await session.ListAsync(SelectLeadSources, row => (row.GetString(0), row.GetDecimal(1)), cancel, tenant.Id, month.First));

    /// <summary>A figure that others are explained by: null while it, or the one before, may still change or is unknown.</summary>
    public ComputedKpi? Settled(string kpi, string? currency = null) => Company.FirstOrDefault(figure =>
        figure.Kpi == kpi && (currency is null || figure.Currency is null || figure.Currency == currency)
        && figure is { ProvisionalReason: null, PreviousIsProvisional: false, Value: not null, Previous: not null });
}
