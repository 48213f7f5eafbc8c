using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>A request as far as it can be understood without the tenant's settings.</summary>
/// <param name="Pipeline">Null for the only one there is.</param>
/// <param name="To">The first date after the period.</param>
/// <param name="Window">Null for the tenant's own.</param>
/// <param name="Pairs">Null for each stage and the next one.</param>
public sealed record StageConversionOrder(
    string? Pipeline, DateOnly From, DateOnly To, StageConversionWindow? Window, IReadOnlyList<StagePairRequest>? Pairs)
{
    private const int MostPairs = 200;

    /// <param name="timeZone">The tenant's: without a period, the month it has there is meant.</param>
    /// <returns>The order, or a sentence that names the fault.</returns>
    public static (StageConversionOrder? Order, string? Fault) Read(StageConversionRequest request, string timeZone, DateTimeOffset now)
    {
        var period = new Dictionary<string, StringValues>();
        foreach (var (name, value) in new[] { ("from", request.From), ("to", request.To), ("month", request.Month) })
        {
            if (value is not null)
            {
                period[name] = value;
            }
        }

        var (query, fault) = ReportQueryReader.Read(new QueryCollection(period), timeZone, now);
        if (query is null)
        {
            return (null, fault);
        }

        if (PairsFault(request.Pairs) is { } wrong)
        {
            return (null, wrong);
        }

        var (window, strange) = ReadWindow(request.WindowDays);
        return strange is null
            ? (new StageConversionOrder(request.Pipeline, query.From, query.To, window, request.Pairs), null)
            : (null, strange);
    }

    private static (StageConversionWindow? Window, string? Fault) ReadWindow(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Undefined => (null, null),
        JsonValueKind.Null => (new StageConversionWindow(null), null),
        JsonValueKind.Number when given.TryGetInt32(out var days) && days is >= 1 and <= StageConversionWindow.Longest => (new StageConversionWindow(days), null),
        _ => (null, string.Create(CultureInfo.InvariantCulture,
            $"windowDays is {Problem.Clip(given.GetRawText())}; write a whole number from 1 to {StageConversionWindow.Longest}, or null for no limit.")),
    };

    private static string? PairsFault(IReadOnlyList<StagePairRequest?>? pairs)
    {
        if (pairs is { Count: 0 or > MostPairs })
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"pairs has {pairs.Count} pairs; give 1 to {MostPairs}, or leave it out for each stage and the next one.");
        }

        var seen = new Dictionary<StagePairRequest, int>();
        for (var i = 0; i < pairs?.Count; i++)
        {
            if (pairs[i] is not { } pair)
            {
                return $"pairs[{i}] must not be null.";
            }

            if (pair.From == pair.To)
            {
                return $"pairs[{i}] goes from '{Problem.Clip(pair.From)}' to itself; a pair has two different stages.";
            }

            if (!seen.TryAdd(pair, i))
            {
                return $"pairs[{i}], '{Problem.Clip(pair.From)}' to '{Problem.Clip(pair.To)}', is the same as pairs[{seen[pair]}]; give each pair once.";
            }
        }

        return null;
    }
}
