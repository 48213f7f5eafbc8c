using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>Every KPI of a period, or those asked for, of everything together or for each value of a tag.</summary>
public static class KpiReport
{
    private const int MostFigures = 20_000;

    private const string SelectFigures = $"""
        select {KpiFigure.Columns}
        from report.kpi_figures($1, $2, $3, $4::jsonb, $5::text, $6::text[])
        order by dimension_value, display_order, currency is distinct from $7, currency
        limit $8
        """;

    internal static readonly string[] CsvColumns =
    [
        "kpi", "label", "department", "definition_version", "unit", "good_direction", "dimension", "dimension_value", "currency",
        "value", "numerator", "denominator", "status", "target", "attainment",
    ];

    public static Report Report { get; } = new("kpis", ["kpi", "by"], ComputeAsync) { Refine = Refine };

    private static (ReportQuery? Query, string? Fault) Refine(ReportQuery query) =>
        query.Own.TryGetValue("by", out var by) && !ReportTags.All.Contains(by)
            ? (null, $"by is '{Problem.Clip(by)}'; it is one of the tags {string.Join(", ", ReportTags.All)}.")
            : (query, null);

    private static async Task<ReportAnswer> ComputeAsync(ReportSession session, ReportQuery query, CancellationToken cancel)
    {
        var wanted = query.Own.GetValueOrDefault("kpi")?.Split(',');
        if (wanted is not null && await FindUnknownAsync(session, wanted, cancel) is { } fault)
        {
            return ReportAnswer.Refuse(fault);
        }

        var by = query.Own.GetValueOrDefault("by");
        var figures = await session.ListAsync(
            SelectFigures, row => KpiFigure.Read(row, by), cancel,
            session.Tenant.Id, query.From, query.To, query.FilterJson, by, wanted, session.Tenant.Currency, MostFigures + 1);
        if (figures.Count > MostFigures)
        {
            return ReportAnswer.Refuse($"by={by} gives more than {MostFigures} figures; narrow it by a tag, or name fewer KPIs in kpi.");
        }

        var document = new KpisJson(
            session.Tenant.Slug, query.From, query.To, query.Filter, session.AsOf.ToString(), session.DefinitionsVersion, figures);
        return ReportAnswer.Of(document, new CsvTable($"kpis-{session.Tenant.Slug}-{ReportQuery.Write(query.From)}", CsvColumns, figures.Select(Cells)));
    }

    /// <returns>A sentence that names what is none; null when they all are KPIs.</returns>
    internal static async Task<string?> FindUnknownAsync(ReportSession session, IReadOnlyCollection<string> wanted, CancellationToken cancel)
    {
        var known = await session.ListAsync("select kpi from staging.kpi_definitions order by display_order", row => row.GetString(0), cancel);
        return wanted.FirstOrDefault(kpi => !known.Contains(kpi)) is { } unknown
            ? $"Unknown KPI '{Problem.Clip(unknown)}'; known are {string.Join(", ", known)}."
            : null;
    }

    private static object?[] Cells(KpiFigure figure) =>
    [
        figure.Kpi, figure.Label, figure.Department, figure.DefinitionVersion, figure.Unit, figure.GoodDirection, figure.Dimension, figure.DimensionValue,
        figure.Currency, figure.Value, figure.Numerator, figure.Denominator, figure.Status, figure.Target, figure.Attainment,
    ];
}
