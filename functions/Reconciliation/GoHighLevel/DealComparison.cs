using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Deals as GoHighLevel answered them, held against the ledger.</summary>
internal static class DealComparison
{
    public const string Kind = "deal";

    // A search index may lag behind what a webhook told, and so may what a deletion left.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(15);

    /// <param name="mark">Of the ledger before GoHighLevel was asked.</param>
    /// <param name="next">Where it goes on.</param>
    /// <param name="isListing">Whether they are out of the search's index, and not the deals themselves.</param>
    public static async Task<GoHighLevelStep> CompareAsync(
        GoHighLevelScene scene, IReadOnlyList<JsonElement> deals, long mark, GoHighLevelCursor next, bool isListing, CancellationToken cancel)
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
        var unread = new List<string>();
        foreach (var deal in deals.DistinctBy(GoHighLevelClient.IdOf))
        {
            var id = GoHighLevelClient.IdOf(deal);
            if (known[id].Any(row => row.Seq > mark))
            {
                // It changes while it is compared: the next run will know.
                items.Add(Matched(scene, id));
                continue;
            }

            var states = known[id].OrderBy(state => state.At).ThenBy(state => state.Seq).ToList();
            var answer = DealAnswer.Of(scene, deal);
            var verdict = Verdict(answer, states);
            if (states is [.., var last] && verdict is { Outcome: not ItemOutcome.Matched })
            {
                if (isListing && (IsYoung(scene, last) || IsBehind(answer, last)))
                {
                    if ((await scene.Client.FindDealAsync(id, cancel)).Object is not { } itself)
                    {
                        // Where the ledger has it, it is asked for again with those that were not listed.
                        items.AddRange(last.Fields.IsDeleted ? [Matched(scene, id)] : []);
                        continue;
                    }

                    answer = DealAnswer.Of(scene, itself);
                    verdict = Verdict(answer, states);
                }

                if (IsYoung(scene, last) && (last.Fields.IsDeleted || IsBehind(answer, last)))
                {
                    items.Add(Matched(scene, id));
                    continue;
                }
            }

            if (verdict is null || answer.State is null)
            {
                // Quarantined once for as long as it stays so, and not in every run.
                deliveries.Add(answer.Read with { SourceKey = $"pull:{GoHighLevelPulls.Opportunity}:{id}:{Convert.ToHexStringLower(SHA256.HashData(answer.Body))}" });
                unread.Add(id);
                continue;
            }

            items.Add(new ReconciledItem(Kind, id, verdict.Outcome, verdict.Currency ?? scene.Run.Tenant.Currency, verdict.ApartMinor));
            if (verdict.Corrected.Count > 0)
            {
                findings.Add(Differs(scene, id, verdict.Corrected, owns));
            }

            if (verdict.Healing.Count > 0 && (owns || verdict.Corrected.Count == 0))
            {
                deliveries.Add(Healed(answer.Read, answer.State, verdict));
            }
        }

        return new GoHighLevelStep(next.WithUnread(Kind, unread)) { Items = items, Findings = findings, Deliveries = deliveries };
    }

    private static DealVerdict? Verdict(DealAnswer answer, List<KnownDeal> states) =>
        answer is { State: { } state, Times: { } times } ? DealHealing.Compare(DealFields.Of(state), times, states) : null;

    private static bool IsYoung(GoHighLevelScene scene, KnownDeal last) => last.At > scene.Reading.Now - Lag && last.At <= scene.Reading.Now + DealHealing.Tolerance;

    private static bool IsBehind(DealAnswer answer, KnownDeal last) => answer.Times is { } times && last.At > times.UpdatedAt + DealHealing.Tolerance;

    private static ReconciledItem Matched(GoHighLevelScene scene, string id) => new(Kind, id, ItemOutcome.Matched, scene.Run.Tenant.Currency, 0);

    private static Delivery Healed(Delivery read, OpportunityState state, DealVerdict verdict) => read with
    {
        // What a replay would read has the key a replay would give it.
        Opportunities =
        [
            .. verdict.Healing.Select((healed, index) => healed.Fields.At(
                healed.At, healed.At == read.OccurredAt ? state.SourceKey : $"{read.SourceKey}:opportunity:{index}", state)),
        ],
    };

    private static NewFinding Differs(GoHighLevelScene scene, string id, IReadOnlyList<CorrectedDeal> corrected, bool owns)
    {
        var first = corrected[0];
        var end = owns ? "corrected, since GoHighLevel owns the pipeline" : "left as it is, since GoHighLevel does not own the pipeline";
        return GoHighLevelScene.Finding(
            GoHighLevelChecks.DealDiffers, id, "medium",
            $"The deal differs: {DealDifference.Tell(first.Known.Fields, first.Right, scene.Run.Tenant.Crm.Stages)}: {end}.", first.Known.At) with
        {
            Rows = [.. corrected.Select(each => new FactRowId("raw_opportunities", each.Known.Seq))],
        };
    }
}
