using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;

namespace Plumbline.Reports;

/// <summary>A table as RFC 4180 has it, for people to open: text that a spreadsheet would run as a formula begins with an apostrophe.</summary>
public sealed class CsvResponse(CsvTable table) : IActionResult
{
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" };

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{table.Name}.csv\"";
        response.Headers.XContentTypeOptions = "nosniff";

        var cancel = context.HttpContext.RequestAborted;
        await using var csv = CsvWriter.Create(response.Body, Options, leaveOpen: true);
        foreach (var row in table.Rows.Prepend(table.Columns))
        {
            foreach (var cell in row)
            {
                csv.WriteField(Write(cell));
            }

            await csv.EndRecordAsync(cancel);
        }
    }

    // Numbers are the writer's own: invariant, and never taken for a formula.
    private static object? Write(object? cell) => cell switch
    {
        DateOnly date => ReportQuery.Write(date),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        null or string or bool or int or long or decimal => cell,
        _ => throw new ArgumentException($"A cell cannot be a {cell.GetType().Name}."),
    };
}
