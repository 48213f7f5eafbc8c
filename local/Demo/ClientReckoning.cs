using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo;

/// <summary>Reckons what a month says of clients: recurring revenue, who is with the company, how they are doing.</summary>
internal static class ClientReckoning
{
    public static DemoMonth Add(DemoMonth to, DemoWorld world, DateOnly month)
    {
        var (start, end) = (DemoPlan.StartOf(month), DemoPlan.StartOf(month.AddMonths(1)));
        var served = world.Clients.Where(statement => statement.At < end).GroupBy(statement => statement.Client)
            .Select(own => own.OrderBy(statement => statement.At).ToList()).ToList();
        var scores = served.Where(own => Standing(own) != ClientNews.Churned)
            .Select(own => own.LastOrDefault(statement => statement.News == ClientNews.HealthScored)?.Score).OfType<int>().ToList();
        return to with
        {
            MrrAtStart = world.Subscriptions.Sum(subscription => MrrAt(subscription, start)),
            Mrr = world.Subscriptions.Sum(subscription => MrrAt(subscription, end)),
            MrrRetained = world.Subscriptions.GroupBy(subscription => subscription.Payer).Sum(own => Retained([.. own], start, end)),
            ActiveClients = served.Count(own => Standing(own) == ClientNews.Onboarded),
            HealthPoints = scores.Sum(),
            ScoredClients = scores.Count,
            OnboardedClients = served.Count(own => First(own, ClientNews.Onboarded) is not null),
            ClientsAt100k = served.Count(own => First(own, ClientNews.Onboarded) is not null && First(own, ClientNews.Hit100k) is not null),
            DaysToFirstLead = Middle([.. served.Select(own => DaysToFirstLead(own, month)).OfType<decimal>()]),
        };
    }

    private static long MrrAt(Subscription subscription, DateTimeOffset moment) =>
        subscription.States.LastOrDefault(state => state.At < moment) is { Earns: true } state ? AMonth(subscription.Plan, state.Quantity) : 0;

    private static long AMonth(SubscriptionPlan plan, int quantity) => (long)Math.Round(
        plan.Interval switch { "week" => plan.Cents * quantity * 52 / 12m, "year" => plan.Cents * quantity / 12m, _ => plan.Cents * quantity },
        MidpointRounding.AwayFromZero);

    /// <summary>A customer's revenue where the month begins and every change since, but for those from nothing.</summary>
    private static long Retained(IReadOnlyList<Subscription> own, DateTimeOffset start, DateTimeOffset end)
    {
        var moments = own.SelectMany(subscription => subscription.States).Select(state => state.At).Where(at => at >= start && at < end).Distinct().Order();
        var before = own.Sum(subscription => MrrAt(subscription, start));
        var retained = before;
        foreach (var at in moments)
        {
            var after = own.Sum(subscription => MrrAt(subscription, at.AddSeconds(1)));
            if (before > 0) retained += after - before;
            before = after;
        }

        return retained;
    }

    /// <summary>Whether the client came or left last; null for one who was never onboarded.</summary>
    private static ClientNews? Standing(List<ClientStatement> own) =>
        own.LastOrDefault(statement => statement.News is ClientNews.Onboarded or ClientNews.Churned)?.News;

    private static DateTimeOffset? First(List<ClientStatement> own, ClientNews news) => own.Find(statement => statement.News == news)?.At;

    private static decimal? DaysToFirstLead(List<ClientStatement> own, DateOnly month) =>
        First(own, ClientNews.Onboarded) is { } onboarded && First(own, ClientNews.FirstLead) is { } lead && DemoReckoning.IsIn(month, lead)
            ? (decimal)(lead - onboarded).Ticks / TimeSpan.TicksPerDay
            : null;

    private static decimal? Middle(List<decimal> values)
    {
        values.Sort();
        return values.Count == 0 ? null : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
