using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Writing;

namespace Plumbline.Tests.Reconciliation;

/// <summary>The deliveries of a business about its money and its deals as a bad post brings them: some lost, some altered, some twice, none in order.</summary>
[SuppressMessage("Security", "CA5394", Justification = "The draw must be repeatable; nothing secret comes of it.")]
internal sealed class LossyPost
{
    private readonly DemoWorld world;
    private readonly Random random;

    public LossyPost(DemoWorld world, int seed)
    {
        (this.world, random) = (world, new Random(seed));
        var native = new GoHighLevelWriter(world, new Draw(world.Plan, stream: 3));
        List<DemoDelivery> whole =
        [
            .. world.Charges.SelectMany(StripeWriter.Write), .. world.Disputes.SelectMany(DisputeWriter.Write), .. world.Payouts.SelectMany(PayoutWriter.Write),
            .. world.TestCharges.SelectMany(StripeWriter.Write), .. world.Deals.SelectMany(deal => deal.States.SelectMany(state => native.Write(deal, state))),
        ];
        var alterable = whole.Select((delivery, index) => (index, Altered: Alter(delivery))).Where(each => each.Altered is not null).ToList();
        var altered = Pick(alterable, whole.Count / 100).ToDictionary(each => each.index, each => each.Altered!.Value);
        var lost = Pick([.. Enumerable.Range(0, whole.Count).Where(index => !altered.ContainsKey(index))], whole.Count / 20).ToHashSet();
        var arriving = whole.Select((delivery, index) => altered.TryGetValue(index, out var other) ? delivery with { Body = other.Body } : delivery)
            .Where((_, index) => !lost.Contains(index)).ToList();

        Altered = [.. altered.Values.Select(each => each.Subject).Distinct().Order(StringComparer.Ordinal)];
        Undelivered = [.. lost.Select(index => whole[index]).Where(_ => random.Next(2) == 0)];
        LostDeletes = [.. lost.Select(index => whole[index]).Where(delivery => delivery.Type == "OpportunityDelete").Select(delivery => (string)JsonNode.Parse(delivery.Body)!["id"]!)];
        arriving.AddRange(Pick(arriving, whole.Count / 20));
        // Of contacts nothing is lost here: each would be asked for by itself.
        arriving.AddRange(world.Deals.Select(deal => deal.Contact).Concat(world.Calls.Select(call => call.Contact)).Distinct().Select(contact => native.Write(contact, contact.States[0])));
        Arriving = [.. arriving.OrderBy(_ => random.Next())];
    }

    public IReadOnlyList<DemoDelivery> Arriving { get; }

    /// <summary>The movements and deals whose deliveries say what is not so.</summary>
    public IReadOnlyList<string> Altered { get; }

    /// <summary>Lost ones of which the source knows that they were not taken; of the others it believes they were.</summary>
    public IReadOnlyList<DemoDelivery> Undelivered { get; }

    /// <summary>Deals that are gone and nobody said so.</summary>
    public IReadOnlyList<string> LostDeletes { get; }

    // Of what came before its last change no source can say what it was: a deal's latest deliveries alone are altered.
    private (string Subject, string Body)? Alter(DemoDelivery delivery)
    {
        var body = JsonNode.Parse(delivery.Body)!.AsObject();
        if (delivery.Channel == DemoChannel.GoHighLevel)
        {
            var deal = world.Deals.Find(deal => deal.Id == (string)body["id"]!)!;
            if (deal.Latest.IsDeleted || delivery.At < deal.Latest.At) return null;
            body["monetaryValue"] = (body["monetaryValue"]?.GetValue<decimal>() ?? 0) + 1000;
            return (deal.Id, body.ToJsonString());
        }

        var subject = body["data"]!["object"]!.AsObject();
        if (!(bool)body["livemode"]!) return null;
        switch ((string)subject["object"]!)
        {
            case "charge" when (bool)subject["captured"]!:
                subject["amount_captured"] = (long)subject["amount_captured"]! + 100;
                return ($"ch:{subject["id"]}:capture", body.ToJsonString());
            case "refund" when (string)subject["status"]! == "succeeded":
                subject["amount"] = (long)subject["amount"]! + 100;
                return ($"re:{subject["id"]}:out", body.ToJsonString());
            default:
                return null;
        }
    }

    private IEnumerable<T> Pick<T>(IReadOnlyList<T> from, int count) => from.OrderBy(_ => random.Next()).Take(count).ToList();
}
