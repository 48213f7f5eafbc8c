namespace Plumbline.Local.Demo.Company;

/// <summary>Work for clients and what surrounds it: jobs, tickets, doors, checks of services, and who earns which share.</summary>
internal sealed class ClientWork(DemoWorld world, Draw draw)
{
    private static readonly string[] Services = ["booking-site", "crm-sync"];

    private readonly Deck<string?> priorities = new(draw, (null, 2), ("low", 2), ("normal", 5), ("high", 2), ("urgent", 1));
    private readonly Deck<decimal?> satisfactions = new(draw, (null, 4), (5m, 6), (4.5m, 3), (4m, 3), (3m, 1), (1.5m, 1));
    private readonly Deck<bool> unresolved = new(draw, (true, 1), (false, 15));
    private readonly Deck<bool?> answers = new(draw, (true, 3), (false, 6), (null, 1));
    private readonly Deck<bool> healths = new(draw, (true, 45), (false, 1));

    public void Run()
    {
        foreach (var own in world.Clients.GroupBy(statement => statement.Client).ToList()) Serve(own.Key, [.. own.OrderBy(statement => statement.At)]);
        foreach (var deal in world.Deals.Where(deal => deal.Pipeline == DemoCompany.Sales && deal.Latest.IsWon)) Split(deal);
        for (var day = world.Plan.FirstMonth; day < world.Plan.AnchorMonth; day = day.AddDays(1))
        {
            foreach (var service in Services) Check(service, day);
            if (day.DayOfWeek == DayOfWeek.Saturday) Knock(day);
        }
    }

    private void Serve(Contact client, List<ClientStatement> said)
    {
        var start = DemoPlan.StartOf(world.Plan.FirstMonth);
        foreach (var onboarded in said.Where(statement => statement.News == ClientNews.Onboarded && statement.At >= start))
        {
            var deal = world.Deals.Find(deal => deal.Contact == client && deal.Pipeline == DemoCompany.Sales && deal.Latest.IsWon);
            var kickoff = world.Calls.Find(call => call.Contact == client && call.CalendarId == DemoCompany.OnboardingCalendar);
            world.Jobs.Add(new Job(world.NewId("Work"), client, deal, kickoff, onboarded.At, draw.AtWork(onboarded.At, TimeSpan.FromDays(3), TimeSpan.FromDays(25))));
        }

        var left = said[^1].News == ClientNews.Churned ? said[^1].At : draw.End;
        var from = said[0].At > start ? said[0].At : start;
        while (draw.After(from, TimeSpan.FromDays(15), TimeSpan.FromDays(95)) is { } asked && asked < left)
        {
            var resolved = unresolved.Deal() ? null : draw.After(asked, TimeSpan.FromHours(1), TimeSpan.FromDays(4));
            world.Tickets.Add(new Ticket(world.NewId("Tick"), client, priorities.Deal(), asked, resolved, satisfactions.Deal()));
            from = asked;
        }
    }

    /// <summary>Who found the client gets a share beside who closed the deal. The first split of two is put right the next day.</summary>
    private void Split(SalesDeal deal)
    {
        var (first, closer) = (deal.States[0].Owner, deal.Latest.Owner);
        if (draw.After(deal.Latest.At, TimeSpan.FromHours(1), TimeSpan.FromHours(20)) is not { } at) return;
        if (first == closer)
        {
            world.DealSplits.Add(new DealSplit(deal, at, [(closer, 100)]));
            return;
        }

        var isFirst = !world.DealSplits.Exists(split => split.Shares.Count == 2);
        world.DealSplits.Add(new DealSplit(deal, at, [(closer, 72.5m), (first, isFirst ? 22.5m : 27.5m)]));
        if (isFirst && draw.After(at, TimeSpan.FromHours(20), TimeSpan.FromHours(30)) is { } corrected)
            world.DealSplits.Add(new DealSplit(deal, corrected, [(closer, 72.5m), (first, 27.5m)]));
    }

    private void Knock(DateOnly day)
    {
        var noon = DemoPlan.StartOf(day).AddHours(12);
        for (var left = draw.Between(4, 8); left > 0; left--)
        {
            var (branch, owner) = left % 2 == 0 ? ("north", DemoCompany.Setters[0]) : ("south", DemoCompany.Setters[1]);
            world.DoorKnocks.Add(new DoorKnock(world.NewId("Door"), draw.Take(noon.AddMinutes(draw.Below(240))), owner, branch, answers.Deal()));
        }
    }

    private void Check(string service, DateOnly day)
    {
        var (isHealthy, requests) = (healths.Deal(), draw.Between(300, 1800));
        var errors = isHealthy ? draw.Below(6) : requests / draw.Between(4, 12);
        var latency = draw.Between(80, 420) * (isHealthy ? 1 : 9);
        world.ServiceChecks.Add(new ServiceCheck(service, draw.Take(DemoPlan.StartOf(day).AddHours(7)), isHealthy, latency, errors, requests));
    }
}
