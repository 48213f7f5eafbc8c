namespace Plumbline.Local.Demo.Company;

/// <summary>Who pays again and again: the clients from before the first month, and some of those who signed since.</summary>
internal sealed class Subscribing(DemoWorld world, Draw draw)
{
    private readonly Deck<bool> takers = new(draw, (true, 1), (false, 1));
    private readonly Deck<(SubscriptionPlan Plan, int Quantity)> choices = new(
        draw, ((DemoCompany.Coaching, 1), 3), ((DemoCompany.Coaching, 2), 3), ((DemoCompany.YearlyCoaching, 1), 2), ((DemoCompany.CommunityPass, 2), 1));

    private readonly Deck<bool> trials = new(draw, (true, 1), (false, 2));
    private readonly Deck<bool> passes = new(draw, (true, 1), (false, 5));
    private readonly Deck<SubscriptionFate> fates = new(
        draw, (SubscriptionFate.Stays, 3), (SubscriptionFate.Grows, 3), (SubscriptionFate.Shrinks, 2), (SubscriptionFate.Pauses, 2), (SubscriptionFate.Lapses, 1),
        (SubscriptionFate.LapsesForGood, 1), (SubscriptionFate.Leaves, 2));

    public void Run()
    {
        var known = world.Charges.Where(charge => charge.Description == DemoCompany.Coaching.Name).GroupBy(charge => charge.Payer).ToList();
        foreach (var charges in known) Continue(charges.Key, charges.Max(charge => charge.Created));
        foreach (var deal in world.Deals.Where(deal => deal.Pipeline == DemoCompany.Sales && deal.Latest.IsWon))
            if (takers.Deal()) Begin(deal.Contact, deal.Latest.At);
    }

    /// <summary>What the known charges are of; over a month after the last of them.</summary>
    private void Continue(Contact contact, DateTimeOffset lastPaid)
    {
        var subscription = Open(contact, DemoCompany.Coaching, quantity: 1, contact.AddedAt, "active");
        if (lastPaid.AddMonths(1) is var over && IsBeforeTheEnd(over)) Change(subscription, over, state => state with { Status = "canceled" });
    }

    private void Begin(Contact contact, DateTimeOffset signed)
    {
        if (Later(signed, 10, 45) is not { } at) return;
        var (plan, quantity) = choices.Deal();
        var subscription = Open(contact, plan, quantity, at, trials.Deal() ? "trialing" : "active");
        if (subscription.Latest.Status == "trialing" && !Change(subscription, subscription.Latest.At.AddDays(14), state => state with { Status = "active" })) return;
        Live(subscription, fates.Deal());
        Bill(subscription);
        if (plan == DemoCompany.CommunityPass || !passes.Deal() || Later(at, 20, 60) is not { } added) return;
        var pass = Open(contact, DemoCompany.CommunityPass, quantity: 1, added, "active");
        if (draw.Chance(0.5)) Live(pass, SubscriptionFate.Leaves);
        Bill(pass);
    }

    private void Live(Subscription subscription, SubscriptionFate fate)
    {
        switch (fate)
        {
            case SubscriptionFate.Grows:
                Soon(subscription, 30, 110, state => state with { Quantity = state.Quantity + 1 });
                break;
            case SubscriptionFate.Shrinks when subscription.Latest.Quantity > 1:
                Soon(subscription, 30, 110, state => state with { Quantity = state.Quantity - 1 });
                break;
            case SubscriptionFate.Pauses:
                if (Soon(subscription, 30, 90, state => state with { IsPaused = true })) Soon(subscription, 20, 45, state => state with { IsPaused = false });
                break;
            case SubscriptionFate.Lapses:
                if (Soon(subscription, 28, 62, state => state with { Status = "past_due" })) Soon(subscription, 2, 9, state => state with { Status = "active" });
                break;
            case SubscriptionFate.LapsesForGood:
                if (Soon(subscription, 28, 62, state => state with { Status = "past_due" })) Soon(subscription, 14, 21, state => state with { Status = "canceled" });
                break;
            case SubscriptionFate.Leaves:
                Soon(subscription, 50, 160, state => state with { Status = "canceled" });
                break;
            case SubscriptionFate.Stays or SubscriptionFate.Shrinks:
            default:
                break;
        }
    }

    /// <summary>Charges for as long as it is paid.</summary>
    private void Bill(Subscription subscription)
    {
        var link = world.Charges.Find(charge => charge.Payer == subscription.Payer)?.Link ?? PayerLink.ClientId;
        var start = subscription.States.First(state => state.Earns).At;
        for (var index = 0; Payday(start, subscription.Plan.Interval, index) is var at && IsBeforeTheEnd(at); index++)
        {
            if (subscription.StateAt(at) is not { Status: "active", IsPaused: false } state) continue;
            var key = $"3Demo{world.Plan.AnchorMonth:yyyyMM}Ch{world.Charges.Count + 1:D4}";
            world.Charges.Add(new Charge(key, subscription.Payer, at, subscription.Plan.Cents * state.Quantity, subscription.Plan.Name, link));
        }
    }

    private Subscription Open(Contact contact, SubscriptionPlan plan, int quantity, DateTimeOffset at, string status)
    {
        var subscription = new Subscription($"1Demo{world.Plan.AnchorMonth:yyyyMM}Sub{world.Subscriptions.Count + 1:D4}", contact, plan);
        subscription.States.Add(new SubscriptionState(Seconds(at), status, quantity));
        world.Subscriptions.Add(subscription);
        return subscription;
    }

    private bool Soon(Subscription subscription, int leastDays, int mostDays, Func<SubscriptionState, SubscriptionState> to) =>
        Later(subscription.Latest.At, leastDays, mostDays) is { } at && Change(subscription, at, to);

    private bool Change(Subscription subscription, DateTimeOffset at, Func<SubscriptionState, SubscriptionState> to)
    {
        if (!IsBeforeTheEnd(at)) return false;
        subscription.States.Add(to(subscription.Latest) with { At = Seconds(at) });
        return true;
    }

    private DateTimeOffset? Later(DateTimeOffset moment, int leastDays, int mostDays) => draw.AtWork(moment, TimeSpan.FromDays(leastDays), TimeSpan.FromDays(mostDays));

    private bool IsBeforeTheEnd(DateTimeOffset at) => at < draw.End.AddMinutes(-1);

    private static DateTimeOffset Payday(DateTimeOffset start, string interval, int index) => interval switch
    {
        "week" => start.AddDays(7 * index),
        "month" => start.AddMonths(index),
        _ => start.AddYears(index),
    };

    private static DateTimeOffset Seconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
