using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>Which runs are listed.</summary>
/// <param name="Before">Only runs before this one.</param>
public sealed record StageConversionListQuery(string? Pipeline, string? Status, Guid? Before, int Limit)
{
    internal const int Most = 200;

    /// <returns>The query, or a sentence that names the fault.</returns>
    public static (StageConversionListQuery? Query, string? Fault) Read(IQueryCollection query)
    {
        if (Unknown(query, "pipeline", "status", "before", "limit", "format") is { } fault)
        {
            return (null, fault);
        }

        if ((string?)query["status"] is { } status && status is not (StageConversionRun.Completed or StageConversionRun.Failed))
        {
            return (null, $"status is '{Problem.Clip(status)}'; it is {StageConversionRun.Completed} or {StageConversionRun.Failed}.");
        }

        if ((string?)query["pipeline"] is { } pipeline && pipeline.Contains('\0'))
        {
            return (null, "pipeline is the id of a pipeline, without a NUL.");
        }

        Guid? before = null;
        if ((string?)query["before"] is { } given)
        {
            if (!Guid.TryParseExact(given, "D", out var run))
            {
                return (null, $"before is '{Problem.Clip(given)}'; it is the id of a run.");
            }

            before = run;
        }

        var limit = (string?)query["limit"] ?? "50";
        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most
            ? (new StageConversionListQuery(query["pipeline"], query["status"], before, count), null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"limit is '{Problem.Clip(limit)}'; it is a number from 1 to {Most}."));
    }

    /// <returns>A sentence that names a parameter that is not known, given twice or empty.</returns>
    public static string? Unknown(IQueryCollection query, params IReadOnlyList<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                return $"Unknown parameter '{Problem.Clip(name)}'; {(known is [] ? "there is none" : $"known are {string.Join(", ", known)}")}.";
            }

            if (values is not [{ Length: > 0 }])
            {
                return values.Count > 1 ? $"{name} is given {values.Count} times; give it once." : $"{name} is empty; leave it out or give it a value.";
            }
        }

        return null;
    }
}
