using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Writing;

namespace Plumbline.Local.Demo;

/// <summary>Draws fourteen months of a sample business from a seed: the same plan gives the same bytes.</summary>
public static class DemoGenerator
{
    public static DemoHistory Generate(DemoPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var draw = new Draw(plan);
        var world = DemoSimulation.Run(plan, draw);
        return new DemoHistory(Deliveries(world, draw), DemoReckoning.Of(world));
    }

    private static IReadOnlyList<DemoDelivery> Deliveries(DemoWorld world, Draw draw)
    {
        var posting = new Posting(draw);
        var native = new GoHighLevelWriter(world, draw);
        var workflows = new WorkflowWriter(world);
        var events = new EventsWriter(world);

        foreach (var contact in world.Contacts)
            foreach (var state in contact.States)
                posting.Add(state.ByWorkflow ? workflows.Write(contact, state) : native.Write(contact, state));

        foreach (var deal in world.Deals)
            foreach (var delivery in deal.States.SelectMany(state => state.ByWorkflow ? [workflows.Write(deal, state)] : native.Write(deal, state)))
                posting.Add(delivery);

        foreach (var call in world.Calls)
            foreach (var state in call.States)
                posting.Add(native.Write(call, state));

        foreach (var note in world.Notes) posting.Add(native.Write(note));
        foreach (var charge in world.Charges)
            foreach (var delivery in StripeWriter.Write(charge))
                // Every fourth refund is there before the charge it is of.
                posting.Add(delivery, late: charge.Refund?.Created.Day % 4 == 0 && delivery.Type == "charge.succeeded");

        foreach (var delivery in events.Write()) posting.Add(delivery);
        foreach (var delivery in Strays(world, workflows, draw)) posting.Add(delivery);
        foreach (var delivery in world.Subscriptions.SelectMany(SubscriptionWriter.Write).Concat(events.WriteMore())) posting.Add(delivery);
        foreach (var delivery in Beside(world)) posting.Add(delivery);
        return posting.InOrder();
    }

    /// <summary>What stands beside the charges, in live mode and in test mode; and work for clients.</summary>
    private static IEnumerable<DemoDelivery> Beside(DemoWorld world) =>
    [
        .. world.Disputes.SelectMany(DisputeWriter.Write),
        .. world.Payouts.SelectMany(PayoutWriter.Write),
        .. new CheckoutWriter(world).Write(),
        .. world.TestCharges.SelectMany(StripeWriter.Write),
        .. new WorkWriter(world).Write(),
    ];

    /// <summary>What cannot be read: kept in quarantine, and counted nowhere.</summary>
    private static IEnumerable<DemoDelivery> Strays(DemoWorld world, WorkflowWriter workflows, Draw draw)
    {
        var middle = DemoPlan.StartOf(world.Plan.FirstMonth.AddMonths(DemoPlan.MonthCount / 2)).AddDays(9).AddHours(15);
        yield return StripeWriter.Junk(world, middle);

        // As the deal already is, so that nothing changes whatever is made of it.
        var deal = world.Deals.First(deal => deal.AddedAt > middle && deal.Latest.IsOpen && !deal.Contact.Latest.IsDeleted && deal.Latest.At < draw.End.AddDays(-2));
        yield return workflows.WriteUnknownStage(deal, deal.Latest, draw.Take(deal.Latest.At.AddHours(26)));
    }
}
