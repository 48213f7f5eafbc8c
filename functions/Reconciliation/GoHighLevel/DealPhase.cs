using System.Text.Json;
using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Every deal of the location, a page at a time. A listing that does not come to its end counts for nothing.</summary>
internal static class DealPhase
{
    // Deals may be added while they are listed, but not as many.
    private const int MostAdded = 1000;

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var mark = await DealLedger.FindMarkAsync(scene, cancel);
        SourceAnswer answer;
        try
        {
            answer = await AskAsync(scene, cursor, cancel);
        }
        catch (SourceException e) when (e.Fault == SourceFault.Refused && cursor is { SearchAfter: not null, IsSecondListing: false })
        {
            // It no longer knows where it stood.
            return new GoHighLevelStep(cursor with { SearchAfter = null, Listed = 0, LastPage = [], IsSecondListing = true });
        }

        var deals = scene.Client.Read(answer, "opportunities");
        var total = TotalOf(answer);
        var listed = cursor.Listed + deals.Count;
        if (listed > total + MostAdded)
        {
            throw GoHighLevelClient.Malformed("with more deals than it says there are");
        }

        // A page that is not full is the last; one that is may be, where the total has come.
        var isLast = listed >= total && deals.Count < GoHighLevelClient.PageSize;
        return await DealComparison.CompareAsync(
            scene, deals, mark,
            isLast ? cursor with { Phase = GoHighLevelPhase.UnlistedDeals, SearchAfter = null, LastPage = [], Listed = listed } : cursor with
            {
                SearchAfter = Next(answer, deals),
                LastPage = [.. deals.Select(GoHighLevelClient.IdOf)],
                Listed = listed,
            },
            isListing: true,
            cancel);
    }

    private static async Task<SourceAnswer> AskAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var answer = await scene.Client.SearchAsync(cursor.SearchAfter, cancel);
            var ids = scene.Client.Read(answer, "opportunities").Select(GoHighLevelClient.IdOf).ToList();
            var fault = ids.Count == 0 && cursor.Listed < TotalOf(answer) ? "with fewer deals than it says there are"
                : ids.Count > 0 && !ids.Except(cursor.LastPage).Any() ? "with the same page again"
                : null;
            if (fault is null)
            {
                return answer;
            }

            if (isSecond)
            {
                throw GoHighLevelClient.Malformed(fault);
            }
        }
    }

    private static int TotalOf(SourceAnswer answer) =>
        answer.Json.TryGetProperty("total", out var total) && total.ValueKind == JsonValueKind.Number && total.TryGetInt32(out var count) && count >= 0
            ? count
            : throw GoHighLevelClient.Malformed("without a total");

    private static string Next(SourceAnswer answer, IReadOnlyList<JsonElement> deals) =>
        deals.Count > 0 && deals[^1].TryGetProperty("sort", out var sort) && sort.ValueKind == JsonValueKind.Array ? sort.GetRawText()
        : answer.Json.TryGetProperty("searchAfter", out var after) && after.ValueKind == JsonValueKind.Array ? after.GetRawText()
        : throw GoHighLevelClient.Malformed("without telling where the next page begins");
}
