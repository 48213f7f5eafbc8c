using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Plumbline.Platform;

namespace Plumbline.Reports;

public static class ReportFormats
{
    /// <summary>By the parameter <c>format</c>, else by what the caller accepts; JSON where both are as welcome.</summary>
    /// <returns>The format, or the answer that refuses.</returns>
    public static (ReportFormat Format, IActionResult? Refusal) Of(HttpRequest request)
    {
        if (request.Query.TryGetValue("format", out var given))
        {
            return (string?)given switch
            {
                "json" => (ReportFormat.Json, null),
                "csv" => (ReportFormat.Csv, null),
                var other => (default, Problem.Invalid($"format is '{Problem.Clip(other ?? "")}'; it is json or csv.")),
            };
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return (ReportFormat.Json, null);
        }

        var (json, csv) = (Quality(accepted, "application/json"), Quality(accepted, "text/csv"));
        return csv > json ? (ReportFormat.Csv, null)
            : json > 0 ? (ReportFormat.Json, null)
            : (default, Problem.Of(406, "not-acceptable", "The answer is not to be had in that form",
                $"Accept is '{Problem.Clip(request.Headers.Accept.ToString())}'; there are application/json and text/csv."));
    }

    // The most specific range that covers the type decides, also when it refuses it with q=0.
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string mediaType)
    {
        var offered = new MediaTypeHeaderValue(mediaType);
        return accepted
            .Where(range => range.MatchesAllTypes || range.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase)
                && (range.MatchesAllSubTypes || range.SubType.Equals(offered.SubType, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
