namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Deals that the ledger has and the listing had not: each is asked for by its id.</summary>
internal static class UnlistedDealPhase
{
    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var done = cursor with { Phase = GoHighLevelPhase.GoneDeals, Pending = [], HasAllPending = false, After = "" };
        if (cursor is { Pending.Count: 0, HasAllPending: true })
        {
            return new GoHighLevelStep(done);
        }

        if (cursor.Pending.Count == 0)
        {
            var held = cursor.Held ?? await DealLedger.CountAsync(scene, cursor, cancel);
            var ids = await DealLedger.FindUnlistedAsync(scene, cursor, cancel);
            return new GoHighLevelStep(
                ids.Count > 0 ? cursor with { Held = held, Pending = ids, HasAllPending = ids.Count < GoHighLevelScene.MostCollected } : done with { Held = held });
        }

        if (await GonePhase.IsTooManyAsync(scene, cursor, GoneKind.Deals, cursor.After, cancel))
        {
            return new GoHighLevelStep(done);
        }

        var mark = await DealLedger.FindMarkAsync(scene, cancel);
        var asked = cursor.Pending.Take(GoHighLevelScene.Batch).ToArray();
        var (found, gone) = await AskedById.AskAsync(scene, DealComparison.Kind, asked, scene.Client.FindDealAsync, cancel);
        var known = await DealLedger.FindAsync(scene, [.. gone], cancel);
        var next = cursor with { Pending = [.. cursor.Pending.Skip(asked.Length)], After = asked[^1] };
        var step = await DealComparison.CompareAsync(scene, found, mark, next, isListing: false, cancel);
        return step with { Items = [.. step.Items, .. gone.Select(id => Gone(scene, id, known[id]))] };
    }

    private static ReconciledItem Gone(GoHighLevelScene scene, string id, IEnumerable<KnownDeal> states)
    {
        var last = states.OrderBy(state => state.At).ThenBy(state => state.Seq).LastOrDefault()?.Fields;
        return new ReconciledItem(DealComparison.Kind, id, ItemOutcome.Extra, last?.Currency ?? scene.Run.Tenant.Currency, last?.OpenMinor ?? 0);
    }
}
