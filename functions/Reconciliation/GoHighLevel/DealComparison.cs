using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Deals as GoHighLevel answered them, held against the ledger.</summary>
internal static class DealComparison
{
    public const string Kind = "deal";

    /// <param name="mark">Of the ledger before GoHighLevel was asked.</param>
    /// <param name="next">Where it goes on.</param>
    public static async Task<GoHighLevelStep> CompareAsync(
        GoHighLevelScene scene, IReadOnlyList<JsonElement> deals, long mark, GoHighLevelCursor next, CancellationToken cancel)
    {
        if (deals.Count == 0)
        {
            return new GoHighLevelStep(next);
        }

        var owns = await scene.OwnsAsync(FieldOwners.Pipeline, cancel);
        var known = await DealLedger.FindAsync(scene, [.. deals.Select(GoHighLevelClient.IdOf).Distinct()], cancel);
        var items = new List<ReconciledItem>();
        var findings = new List<NewFinding>();
        var deliveries = new List<Delivery>();
        foreach (var deal in deals.DistinctBy(GoHighLevelClient.IdOf))
        {
            var id = GoHighLevelClient.IdOf(deal);
            var body = Encoding.UTF8.GetBytes(deal.GetRawText());
            var read = GoHighLevelPulls.Map(scene.Reading with { StoredKey = scene.KeyOf(GoHighLevelPulls.Opportunity, id) }, GoHighLevelPulls.Opportunity, body);
            if (read.Opportunities is not [var state])
            {
                // Quarantined once for as long as it stays so, and not in every run.
                deliveries.Add(read with { SourceKey = $"pull:{GoHighLevelPulls.Opportunity}:{id}:{Convert.ToHexStringLower(SHA256.HashData(body))}" });
                items.Add(new ReconciledItem(Kind, id, known[id].Any() ? ItemOutcome.Differing : ItemOutcome.Missing));
                continue;
            }

            var currency = scene.Run.Tenant.Currency;
            if (known[id].Any(row => row.Seq > mark))
            {
                // It changes while it is compared: the next run will know.
                items.Add(new ReconciledItem(Kind, id, ItemOutcome.Matched, currency, 0));
                continue;
            }

            var verdict = DealHealing.Compare(DealFields.Of(state), DealTimes.Read(scene.Reading, deal), [.. known[id]]);
            items.Add(new ReconciledItem(Kind, id, verdict.Outcome, currency, verdict.ApartMinor));
            if (verdict.Corrected.Count > 0)
            {
                findings.Add(Differs(id, verdict.Corrected, owns));
            }

            if (verdict.Healing.Count > 0 && (owns || verdict.Corrected.Count == 0))
            {
                deliveries.Add(Healed(read, state, verdict));
            }
        }

        return new GoHighLevelStep(next) { Items = items, Findings = findings, Deliveries = deliveries };
    }

    private static Delivery Healed(Delivery read, OpportunityState state, DealVerdict verdict) => read with
    {
        // What a replay would read has the key a replay would give it.
        Opportunities =
        [
            .. verdict.Healing.Select((healed, index) => healed.Fields.At(
                healed.At, healed.At == read.OccurredAt ? state.SourceKey : $"{read.SourceKey}:opportunity:{index}", state)),
        ],
    };

    private static NewFinding Differs(string id, IReadOnlyList<CorrectedDeal> corrected, bool owns)
    {
        var first = corrected[0];
        var end = owns ? "corrected, since GoHighLevel owns the pipeline" : "left as it is, since GoHighLevel does not own the pipeline";
        return GoHighLevelScene.Finding(
            GoHighLevelChecks.DealDiffers, id, "medium", $"The deal differs: {DealDifference.Tell(first.Known.Fields, first.Right)}: {end}.", first.Known.At) with
        {
            Rows = [.. corrected.Select(each => new FactRowId("raw_opportunities", each.Known.Seq))],
        };
    }
}
