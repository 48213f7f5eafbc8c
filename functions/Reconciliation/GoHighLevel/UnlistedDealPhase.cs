using System.Text.Json;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Deals that the ledger has and the listing had not: each is asked for by its id.</summary>
internal static class UnlistedDealPhase
{
    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        if (cursor.Pending.Count == 0)
        {
            var ids = await GonePhase.IsTooManyAsync(scene, cursor, GoneKind.Deals, cancel) ? [] : await DealLedger.FindUnlistedAsync(scene, cursor, cancel);
            return new GoHighLevelStep(ids.Count > 0 ? cursor with { Pending = ids } : cursor with { Phase = GoHighLevelPhase.GoneDeals, After = "" });
        }

        var mark = await DealLedger.FindMarkAsync(scene, cancel);
        var found = new List<JsonElement>();
        var gone = new List<string>();
        foreach (var id in cursor.Pending)
        {
            if (await scene.Client.FindDealAsync(id, cancel) is { } deal && GoHighLevelClient.IdOf(deal) == id)
            {
                found.Add(deal);
            }
            else
            {
                gone.Add(id);
            }
        }

        var known = await DealLedger.FindAsync(scene, [.. gone], cancel);
        var step = await DealComparison.CompareAsync(scene, found, mark, cursor with { Pending = [], After = cursor.Pending[^1] }, cancel);
        return step with
        {
            Items = [.. step.Items, .. gone.Select(id => new ReconciledItem(DealComparison.Kind, id, ItemOutcome.Extra, scene.Run.Tenant.Currency, OpenOf(known[id])))],
        };
    }

    private static long OpenOf(IEnumerable<KnownDeal> states) => states.OrderBy(state => state.At).ThenBy(state => state.Seq).LastOrDefault()?.Fields.OpenMinor ?? 0;
}
