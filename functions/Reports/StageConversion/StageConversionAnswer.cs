using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>Kept runs as answers. A run never changes, so its answer is named by the run and the form it is told in.</summary>
public static class StageConversionAnswer
{
    internal static readonly string[] PairColumns = ["from", "from_name", "to", "to_name", "entered", "converted", "rate"];

    internal static readonly string[] RunColumns =
    [
        "run", "status", "pipeline", "pipeline_name", "from", "to", "window_days", "actor", "started_at", "finished_at", "as_of", "definitions_version", "error",
    ];

    public static IActionResult Of(StageConversionResult result, string tenant) => result switch
    {
        StageConversionResult.Completed(var run) => WithLocation(new JsonResponse(run, 201), run, tenant),
        StageConversionResult.Failed(var run, var isTransient) => WithLocation(
            Problem.Of(isTransient ? 503 : 500, "run-failed", "The report could not be computed", $"Run {run.Run} is kept with its error. {run.Error}"), run, tenant),
        StageConversionResult.Invalid(var reason) => Problem.Invalid(reason),
        _ => throw new InvalidOperationException(),
    };

    public static IActionResult Of(StageConversionRun run, HttpRequest request)
    {
        var (format, refusal) = ReportFormats.Of(request);
        if (refusal is not null)
        {
            return refusal;
        }

        if (format == ReportFormat.Csv && run.Status == StageConversionRun.Failed)
        {
            return Problem.Conflict("run-failed", "The run failed", $"It has no table. {run.Error}");
        }

        var headers = new Dictionary<string, string>
        {
            ["Report-As-Of"] = run.AsOf,
            ["Report-Definitions-Version"] = run.DefinitionsVersion.ToString(CultureInfo.InvariantCulture),
        };
        return Of(request, format, run, () => Table(run), headers, [run.Run.ToString()]);
    }

    /// <summary>A page of runs; where another may follow, with the way to it.</summary>
    public static IActionResult Of(IReadOnlyList<StageConversionRun> runs, StageConversionListQuery query, HttpRequest request)
    {
        var (format, refusal) = ReportFormats.Of(request);
        if (refusal is not null)
        {
            return refusal;
        }

        var next = runs.Count < query.Limit ? null : QueryHelpers.AddQueryString("", new Dictionary<string, string?>
        {
            ["before"] = runs[^1].Run.ToString(),
            ["limit"] = query.Limit.ToString(CultureInfo.InvariantCulture),
            ["pipeline"] = query.Pipeline,
            ["status"] = query.Status,
        });
        var headers = next is null ? [] : new Dictionary<string, string> { ["Link"] = $"<{next}>; rel=\"next\"" };
        return Of(request, format, new StageConversionRunsJson(runs, next), () => Table(runs), headers, [next ?? "", .. runs.Select(run => run.Run.ToString())]);
    }

    private static IActionResult Of(
        HttpRequest request, ReportFormat format, object document, Func<CsvTable> table, Dictionary<string, string> headers, IEnumerable<string> parts)
    {
        var etag = new EntityTagHeaderValue($"\"{ReportEtag.HashOf([format.ToString(), .. parts])}\"", isWeak: true);
        headers["ETag"] = etag.ToString();
        headers["Vary"] = "Accept";
        headers["Cache-Control"] = "private, no-cache";
        return new ReportResponse(
            EntityTags.Hold(request.Headers.IfNoneMatch, etag) ? null
                : format == ReportFormat.Csv ? new CsvResponse(table())
                : new JsonResponse(document),
            headers);
    }

    private static CsvTable Table(StageConversionRun run) => new(
        $"stage-conversion-{run.Run}",
        PairColumns,
        (run.Facts ?? []).Select(fact => (IReadOnlyList<object?>)[fact.From, fact.FromName, fact.To, fact.ToName, fact.Entered, fact.Converted, fact.Rate]));

    private static CsvTable Table(IReadOnlyList<StageConversionRun> runs) => new(
        "stage-conversion-runs",
        RunColumns,
        runs.Select(run => (IReadOnlyList<object?>)
        [
            run.Run.ToString(), run.Status, run.Parameters.Pipeline, run.Parameters.PipelineName, run.Parameters.From, run.Parameters.To, run.Parameters.WindowDays,
            run.Actor, run.StartedAt, run.FinishedAt, run.AsOf, run.DefinitionsVersion, run.Error,
        ]));

    private static JsonResponse WithLocation(JsonResponse response, StageConversionRun run, string tenant)
    {
        response.Headers["Location"] = $"/api/reports/{tenant}/stage-conversion/{run.Run}";
        return response;
    }
}
