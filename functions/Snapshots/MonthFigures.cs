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
            previous_status, headline_order
        from report.month_figures($1, $2)
        """;

    private const string SelectCauses = "select kpi, string_agg(distinct cause, ' ') from report.guardrail($1, $2) group by kpi";

    // The measure that the KPI is the sum of: every other branch falls away before anything is planned.
    private const string SelectLeadSources = """
        select source_funnel, sum(value)
        from report.measures
        where tenant_id = $1
            and measure = 'leads'
            and occurred_at >= (select report.boundary($1, $2))
            and occurred_at < (select report.boundary($1, ($2 + interval '1 month')::date))
        group by source_funnel
        having sum(value) <> 0
        order by sum(value) desc, source_funnel
        """;

    /// <summary>Why figures of the month may still change: for each KPI that may, the causes in words.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> CausesAsync(TenantSession session, Tenant tenant, Month month, CancellationToken cancel)
    {
        var causes = await session.ListAsync(SelectCauses, row => (Kpi: row.GetString(0), Cause: row.GetString(1)), cancel, tenant.Id, month.First);
        return causes.ToDictionary(row => row.Kpi, row => row.Cause, StringComparer.Ordinal);
    }

    /// <summary>What the transaction sees of the month.</summary>
    internal static async Task<MonthFigures> ReadAsync(
        TenantSession session, Tenant tenant, Month month, IReadOnlyDictionary<string, string> causes, CancellationToken cancel)
    {
        var figures = await session.ListAsync(SelectFigures, ComputedKpi.Read, cancel, tenant.Id, month.First);
        return new MonthFigures(
            [.. figures.Select(figure => figure with { ProvisionalReason = causes.GetValueOrDefault(figure.Kpi) })],
            await session.ListAsync(SelectLeadSources, row => (row.GetString(0), row.GetDecimal(1)), cancel, tenant.Id, month.First));
    }

    /// <summary>A figure that others are explained by: null while it, or the one before, may still change or is unknown.</summary>
    public ComputedKpi? Settled(string kpi, string? currency = null) => Company.FirstOrDefault(figure =>
        figure.Kpi == kpi && (currency is null || figure.Currency is null || figure.Currency == currency)
        && figure is { ProvisionalReason: null, PreviousIsProvisional: false, Value: not null, Previous: not null });

    /// <summary>Whether it is money of more than one currency: what is counted over all of it then explains none of its rows.</summary>
    public bool IsOfSeveralCurrencies(string kpi) =>
        Company.Count(figure => figure.Kpi == kpi && figure.Currency is not null && figure is not { Value: null or 0, Previous: null or 0 }) > 1;
}
