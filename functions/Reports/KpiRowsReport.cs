using System.Globalization;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>The rows behind one KPI, page by page, beside the figure they come to.</summary>
public static class KpiRowsReport
{
    internal const int MostRows = 1000;
    private const string UsualRows = "100";

    private const string SelectFigures = $"select {KpiFigure.Columns} from report.kpi_figures($1, $2, $3, $4::jsonb, null, array[$5]) order by currency is distinct from $6, currency";

    private const string SelectTotals = $"select {KpiRowTotal.Columns} from report.kpi_row_totals($1, $2, $3, $4, $5::jsonb) order by term, currency";

    // Rows that are alike in every column may change places: no page can tell. Where each is from is looked up by key.
    private static readonly string SelectRows = $"""
        with page as materialized (
            select r.{string.Join(", r.", KpiRow.Columns)}
            from report.kpi_rows($1, $2, $3, $4, $5::jsonb) as r
            order by r.occurred_at, r.fact_table, r.fact_seq, r.term, r
            offset $6 limit $7
        )
        select p.{string.Join(", p.", KpiRow.Columns)}, o.source, o.source_key, o.recorded_at, o.event_seq
        from page as p
        cross join lateral (
            select f.source, f.source_key, f.recorded_at, f.event_seq
            from report.fact_origins as f
            where f.tenant_id = $1 and f.fact_table = p.fact_table and f.fact_seq = p.fact_seq
            limit 1
        ) as o
        order by p.occurred_at, p.fact_table, p.fact_seq, p.term, p
        """;

    internal static readonly string[] CsvColumns = [.. KpiRow.Columns, "source", "source_key", "recorded_at", "event_seq"];

    public static Report Of(string kpi) => new($"kpis/{kpi}/rows", ["limit", "cursor"], (session, query, cancel) => ComputeAsync(kpi, session, query, cancel))
    {
        Refine = query => Refine(kpi, query),
    };

    private static (ReportQuery? Query, string? Fault) Refine(string kpi, ReportQuery query)
    {
        if (!int.TryParse(query.Own.GetValueOrDefault("limit", UsualRows), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MostRows)
        {
            return (null, $"limit is '{Problem.Clip(query.Own["limit"])}'; it is a number from 1 to {MostRows}.");
        }

        if (query.Own.GetValueOrDefault("cursor") is not { } text)
        {
            return (query, null);
        }

        return !KpiCursor.TryParse(text, out var cursor) ? (null, $"cursor is '{Problem.Clip(text)}'; give it as 'next' of the page before told it.")
            : cursor!.Hash != HashOf(kpi, query) ? (null, "cursor belongs to another KPI, period or filter, or to an earlier release; begin again without it, and follow 'next' as it is.")
            : query.AsOf is not null && query.AsOf != cursor.AsOf ? (null, "asOf is not what cursor says; leave it out.")
            : (query with { AsOf = cursor.AsOf, Now = cursor.Now }, null);
    }

    private static async Task<ReportAnswer> ComputeAsync(string kpi, ReportSession session, ReportQuery query, CancellationToken cancel)
    {
        if (await KpiReport.FindUnknownAsync(session, [kpi], cancel) is { } fault)
        {
            return ReportAnswer.Refuse(fault);
        }

        var limit = int.Parse(query.Own.GetValueOrDefault("limit", UsualRows), CultureInfo.InvariantCulture);
        var offset = query.Own.GetValueOrDefault("cursor") is { } text && KpiCursor.TryParse(text, out var cursor) ? cursor!.Offset : 0;
        var figures = await session.ListAsync(
            SelectFigures, row => KpiFigure.Read(row, by: null), cancel,
            session.Tenant.Id, query.From, query.To, query.FilterJson, kpi, session.Tenant.Currency);
        var totals = await session.ListAsync(SelectTotals, KpiRowTotal.Read, cancel, session.Tenant.Id, kpi, query.From, query.To, query.FilterJson);
        var rows = await session.ListAsync(
            SelectRows, KpiRow.Read, cancel, session.Tenant.Id, kpi, query.From, query.To, query.FilterJson, offset, limit);

        var next = offset + rows.Count < totals.Sum(total => total.Rows)
            ? NextOf(query, new KpiCursor(session.AsOf, query.Now, offset + rows.Count, HashOf(kpi, query)), limit)
            : null;
        var document = new KpiRowsJson(
            session.Tenant.Slug, query.From, query.To, query.Filter, session.AsOf.ToString(), session.DefinitionsVersion, figures, totals, rows, next);
        return ReportAnswer.Of(document, new CsvTable($"{kpi}-{session.Tenant.Slug}-{ReportQuery.Write(query.From)}", CsvColumns, rows.Select(Cells)), next);
    }

    private static string HashOf(string kpi, ReportQuery query) => ReportEtag.HashOf(kpi, query.ToQueryString());

    private static string NextOf(ReportQuery query, KpiCursor cursor, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{query.ToQueryString()}&limit={limit}{(query.Format is { } format ? $"&format={format}" : "")}&cursor={cursor}");

    private static object?[] Cells(KpiRow row) =>
    [
        row.Term, row.Measure, row.Aggregation, row.InNumerator, row.InDenominator, row.Currency, row.Value, row.Entity, row.OccurredAt, row.LocalDate,
        row.FactTable, row.FactSeq, .. ReportTags.All.Select(tag => row.Tags[tag]), row.Source, row.SourceKey, row.RecordedAt, row.EventSeq,
    ];
}
