namespace Plumbline.Local.Demo.Company;

/// <summary>Clients from their onboarding on: first lead, 100,000, monthly scores, and who leaves.</summary>
internal sealed class ClientCare(DemoWorld world, Draw draw)
{
    // A first lead comes whole hundredths of a day after the onboarding, so that days are exact numbers.
    private static readonly TimeSpan Hundredth = TimeSpan.FromDays(1) / 100;

    private readonly Deck<bool> successes = new(draw, (true, 2), (false, 5));
    private readonly Deck<bool> departures = new(draw, (true, 1), (false, 3));
    private readonly Deck<bool> returns = new(draw, (true, 1), (false, 3));

    public void Run()
    {
        var signed = world.Deals.Where(deal => deal.Pipeline == DemoCompany.Sales && deal.Latest.IsWon).ToList();
        var known = world.Subscriptions.Select(subscription => subscription.Payer).Distinct().Where(payer => !signed.Exists(deal => deal.Contact == payer));
        foreach (var (index, contact) in known.Index().ToList()) Continue(contact, index);
        foreach (var deal in signed)
            if (draw.AtWork(deal.Latest.At, TimeSpan.FromDays(1), TimeSpan.FromDays(4)) is { } at)
                Serve(deal.Contact, at, draw.Between(250, 2400), successes.Deal() ? draw.AtWork(at, TimeSpan.FromDays(50), TimeSpan.FromDays(220)) : null);
    }

    /// <summary>Clients from before the first month: one waits for its first lead until then, and some are at 100,000 already.</summary>
    private void Continue(Contact contact, int index)
    {
        var at = contact.AddedAt.AddDays(1);
        var start = DemoPlan.StartOf(world.Plan.FirstMonth);
        var wait = index == 0 ? (long)((start.AddDays(5.4) - at) / Hundredth) : draw.Between(250, 2400);
        Serve(contact, at, wait, index % 4 == 1 ? at + ((start - at) * 0.9) : successes.Deal() ? draw.AtWork(start, TimeSpan.FromDays(10), TimeSpan.FromDays(330)) : null);
    }

    private void Serve(Contact contact, DateTimeOffset onboarded, long waits, DateTimeOffset? hit100k)
    {
        var left = LeftAt(contact, onboarded);
        Say(onboarded, ClientNews.Onboarded);
        Say(onboarded + (waits * Hundredth), ClientNews.FirstLead);
        Say(hit100k, ClientNews.Hit100k);
        Score(contact, onboarded, left ?? draw.End, isLeaving: left is not null);
        if (left is not { } gone) return;
        world.Clients.Add(new ClientStatement(gone, contact, ClientNews.Churned));
        if (!returns.Deal() || draw.AtWork(gone, TimeSpan.FromDays(25), TimeSpan.FromDays(70)) is not { } back) return;
        world.Clients.Add(new ClientStatement(back, contact, ClientNews.Onboarded));
        Score(contact, back, draw.End, isLeaving: false);

        void Say(DateTimeOffset? at, ClientNews news)
        {
            if (at is { } moment && moment < (left ?? draw.End)) world.Clients.Add(new ClientStatement(moment, contact, news));
        }
    }

    private void Score(Contact contact, DateTimeOffset from, DateTimeOffset to, bool isLeaving)
    {
        var score = draw.Between(62, 88);
        for (var at = from.AddDays(draw.Between(12, 20)); at < to; at = at.AddDays(draw.Between(28, 32)))
        {
            var trend = isLeaving && to - at < TimeSpan.FromDays(90) ? -12 : 1;
            score = Math.Clamp(score + trend + draw.Between(-6, 6), 5, 98);
            world.Clients.Add(new ClientStatement(at, contact, ClientNews.HealthScored, score));
        }
    }

    /// <returns>Null for those who stay: whoever pays for something, and most of the others.</returns>
    private DateTimeOffset? LeftAt(Contact contact, DateTimeOffset onboarded)
    {
        var paid = world.Subscriptions.FindAll(subscription => subscription.Payer == contact);
        return paid.Count == 0 ? departures.Deal() ? draw.AtWork(onboarded, TimeSpan.FromDays(90), TimeSpan.FromDays(260)) : null
            : paid.TrueForAll(subscription => subscription.Latest.IsOver) ? draw.AtWork(paid.Max(subscription => subscription.Latest.At), TimeSpan.FromHours(2), TimeSpan.FromDays(3))
            : null;
    }
}
