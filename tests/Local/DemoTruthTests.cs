using System.Globalization;
using Plumbline.Local.Demo;

namespace Plumbline.Tests.Local;

public sealed class DemoTruthTests
{
    private static readonly DemoHistory History = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1)));
    private static readonly DemoBodies Bodies = DemoBodies.Read(History.Deliveries);

    [Fact]
    public void Truth_Money_IsWhatTheBodiesComeTo()
    {
        Monthly(month => month.Cash).ShouldBe(Sums(Bodies.Movements.Values.Select(movement => (movement.At, movement.Cents))));
        Monthly(month => month.Refunds).ShouldBe(Sums(Bodies.Movements
            .Where(movement => movement.Key.StartsWith("re_", StringComparison.Ordinal)).Select(movement => (movement.Value.At, -movement.Value.Cents))));
        Monthly(month => month.AdSpend).ShouldBe(Sums(Bodies.Spend.Select(day => (Noon(day.Key.Day), day.Value.Values[^1].Cents))));
    }

    [Fact]
    public void Truth_Visitors_AreThoseOfTheBodies() => Monthly(month => month.Visitors)
        .ShouldBe(Sums(Bodies.Views.DistinctBy(view => (view.Visitor, DemoPlan.MonthOf(view.At))).Select(view => (view.At, 1L))));

    [Fact]
    public void Truth_Leads_AreThoseOfTheBodies() => Monthly(month => month.Leads).ShouldBe(Sums(Leads().Values.Select(at => (at, 1L))));

    [Fact]
    public void Truth_Calls_AreThoseOfTheBodies()
    {
        var calls = Bodies.Calls.Values.Select(states => states.Values[^1])
            .Where(call => call.CalendarId is "DemoCalendarStrategy" or "DemoCalendarDiscover" && !call.IsDeleted).ToList();
        var booked = calls.Where(call => call.Status != "invalid").ToList();
        var leads = Leads();
        Monthly(month => month.Booked).ShouldBe(Sums(booked.Select(call => (call.BookedAt, 1L))));
        Monthly(month => month.BookedLeads).ShouldBe(Sums(booked.Where(call => leads.ContainsKey(call.ContactId))
            .GroupBy(call => call.ContactId).Select(own => (own.Min(call => call.BookedAt), 1L))));
        Monthly(month => month.Showed).ShouldBe(Sums(calls.Where(call => call.Status is "showed" or "completed").Select(call => (call.StartAt, 1L))));
        Monthly(month => month.NoShow).ShouldBe(Sums(calls.Where(call => call.Status == "noshow").Select(call => (call.StartAt, 1L))));
    }

    [Fact]
    public void Truth_Deals_AreThoseOfTheBodies()
    {
        var won = new List<(DateTimeOffset At, long Cents)>();
        foreach (var states in Bodies.Deals.Values)
        {
            var index = states.Count;
            while (index > 0 && states.Values[index - 1] is { Status: "won", IsDeleted: false }) index--;
            if (index < states.Count) won.Add((states.Keys[index], states.Values[^1].Cents));
        }

        Monthly(month => month.Won).ShouldBe(Sums(won.Select(deal => (deal.At, 1L))));
        Monthly(month => month.WonValue).ShouldBe(Sums(won));
        Monthly(month => month.Pipeline).ShouldBe(History.Truth.Months.Keys.ToDictionary(month => month, month => Bodies.Deals.Values.Sum(states =>
            states.LastOrDefault(state => state.Key < DemoPlan.StartOf(month.AddMonths(1))).Value is { Status: "open", IsDeleted: false } open ? open.Cents : 0)));
    }

    [Fact]
    public void Truth_Advertising_IsThatOfTheBodies()
    {
        Monthly(month => month.Impressions).ShouldBe(Reach(day => day.Impressions));
        Monthly(month => month.Clicks).ShouldBe(Reach(day => day.Clicks));
        Monthly(month => month.VideoHooks).ShouldBe(Reach(day => day.Hooks));
        Monthly(month => month.VideoHolds).ShouldBe(Reach(day => day.Holds));

        Dictionary<DateOnly, long> Reach(Func<DemoBodies.SpendSeen, long> part) => Sums(Bodies.Spend.Select(day => (Noon(day.Key.Day), part(day.Value.Values[^1]))));
    }

    [Fact]
    public void Truth_Activity_IsThatOfTheBodies()
    {
        Monthly(month => month.OptIns).ShouldBe(Sums(Bodies.Of("optin.submitted").Select(said => (said.At, 1L))));
        Monthly(month => month.CallsMade).ShouldBe(Sums(Bodies.Of("call.made").Select(said => (said.At, 1L))));
        Monthly(month => month.CallsCompleted).ShouldBe(Sums(Bodies.Of("call.completed").Select(said => (said.At, 1L))));
        Monthly(month => month.AutomationRuns).ShouldBe(Sums(Bodies.Of("automation.run").Select(said => (said.At, 1L))));
        Monthly(month => month.AutomationSuccesses).ShouldBe(Sums(Bodies.Of("automation.run").Select(said => (said.At, said.Data.GetProperty("succeeded").GetBoolean() ? 1L : 0))));
        Monthly(month => month.ActiveReps).ShouldBe(AtEnds(end => Bodies.Doings.Where(doing => doing.At >= end.AddHours(-720) && doing.At < end).Select(doing => doing.Owner).Distinct().Count()));
        Monthly(month => month.OpenDeals).ShouldBe(AtEnds(end => Bodies.Deals.Values.Count(states => StateAt(states, end) is { Status: "open", IsDeleted: false })));
        Monthly(month => month.TidyDeals).ShouldBe(AtEnds(end => Bodies.Deals.Values.Count(states =>
            StateAt(states, end) is { Status: "open", IsDeleted: false, HasSource: true } open
            && states.Where(state => state.Key < end).Reverse().TakeWhile(state => state.Value.StageId == open.StageId).Last().Key.AddHours(720) >= end)));
    }

    // Whether such events count as what somebody did or not, no month has another number of people at work.
    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-05-01")]
    [InlineData("2026-12-01")]
    [InlineData("2027-01-01")]
    public void Truth_ActiveReps_AreTheSameWithoutWork(string anchor)
    {
        var history = DemoGenerator.Generate(DemoPlan.Of(DateOnly.Parse(anchor, CultureInfo.InvariantCulture)));
        var others = DemoBodies.Read(history.Deliveries.Where(delivery => !IsWork(delivery.Type))).Doings;
        var all = DemoBodies.Read(history.Deliveries).Doings;

        all.Count.ShouldBeGreaterThan(others.Count + 500);
        foreach (var (month, truth) in history.Truth.Months)
        {
            ActiveBy(others, month).ShouldBe((int)truth.ActiveReps, $"{month:yyyy-MM}");
            ActiveBy(all, month).ShouldBe((int)truth.ActiveReps, $"{month:yyyy-MM}");
        }

        static bool IsWork(string type) => type is "appointment.set" or "door.knocked" || type.StartsWith("job.", StringComparison.Ordinal) || type.StartsWith("ticket.", StringComparison.Ordinal);
        static int ActiveBy(List<(DateTimeOffset At, string Owner)> doings, DateOnly month) => doings
            .Where(doing => DemoPlan.StartOf(month.AddMonths(1)) is var end && doing.At >= end.AddHours(-720) && doing.At < end).Select(doing => doing.Owner).Distinct().Count();
    }

    [Fact]
    public void Truth_Finance_IsThatOfTheBodies()
    {
        Monthly(month => month.Revenue).ShouldBe(Latest("revenue"));
        Monthly(month => month.Ebitda).ShouldBe(Latest("ebitda"));

        Dictionary<DateOnly, long> Latest(string figure) => Bodies.Of("finance.posted").Where(said => said.Data.TryGetProperty(figure, out _))
            .GroupBy(said => DemoPlan.Parse(said.Data.GetProperty("month").GetString()!))
            .ToDictionary(month => month.Key, month => (long)(month.MaxBy(said => said.At).Data.GetProperty(figure).GetDecimal() * 100));
    }

    [Fact]
    public void Truth_RecurringRevenue_IsThatOfTheBodies()
    {
        var customers = Bodies.Subscriptions.Values.SelectMany(states => states.Values.Select(state => state.Customer)).Distinct().ToList();
        Monthly(month => month.Mrr).ShouldBe(AtEnds(end => customers.Sum(customer => Mrr(customer, end))));
        History.Truth.Months.ToDictionary(month => month.Key.AddMonths(1), month => month.Value.Mrr).Intersect(Monthly(month => month.MrrAtStart)).Count().ShouldBe(13);
        Monthly(month => month.MrrRetained).ShouldBe(Monthly((month, truth) => truth.MrrAtStart + customers.Sum(customer => Bodies.Subscriptions.Values
            .Where(states => states.Values[0].Customer == customer).SelectMany(states => states.Keys).Where(at => DemoPlan.MonthOf(at) == month).Distinct()
            .Where(at => Mrr(customer, at) > 0).Sum(at => Mrr(customer, at.AddTicks(1)) - Mrr(customer, at)))));

        long Mrr(string customer, DateTimeOffset before) =>
            Bodies.Subscriptions.Values.Where(states => states.Values[0].Customer == customer).Sum(states => StateAt(states, before)?.Mrr ?? 0);
    }

    [Fact]
    public void Truth_Clients_AreThoseOfTheBodies()
    {
        Monthly(month => month.OnboardedClients).ShouldBe(Clients(own => own.Exists(Onboarded) ? 1 : 0));
        Monthly(month => month.ClientsAt100k).ShouldBe(Clients(own => own.Exists(said => said.Type == "client.hit_100k") ? 1 : 0));
        Monthly(month => month.ActiveClients).ShouldBe(Clients(own => IsGone(own) ? 0 : 1));
        Monthly(month => month.ScoredClients).ShouldBe(Clients(own => own.Exists(Scored) && !IsGone(own) ? 1 : 0));
        Monthly(month => month.HealthPoints).ShouldBe(Clients(own => own.Exists(Scored) && !IsGone(own) ? own.FindLast(Scored).Data.GetProperty("score").GetInt64() : 0));
        var days = Bodies.Of("client.first_lead").ToLookup(said => DemoPlan.MonthOf(said.At), said =>
            (decimal)(said.At - Bodies.Clients[said.Data.GetProperty("clientId").GetString()!].First(Onboarded).At).Ticks / TimeSpan.TicksPerDay);
        foreach (var (month, truth) in History.Truth.Months)
            truth.DaysToFirstLead.ShouldBe((days[month].Order().ElementAt((days[month].Count() - 1) / 2) + days[month].Order().ElementAt(days[month].Count() / 2)) / 2);

        Dictionary<DateOnly, long> Clients(Func<List<DemoBodies.EventSeen>, long> count) =>
            AtEnds(end => Bodies.Clients.Values.Select(own => own.FindAll(said => said.At < end)).Where(own => own.Count > 0).Sum(count));
        bool Onboarded(DemoBodies.EventSeen said) => said.Type == "client.onboarded";
        bool Scored(DemoBodies.EventSeen said) => said.Type == "client.health_scored";
        bool IsGone(List<DemoBodies.EventSeen> own) => own.FindLast(said => said.Type is "client.onboarded" or "client.churned").Type == "client.churned";
    }

    [Fact]
    public void Figures_OfAMonth_AreQuotientsOfItsSums()
    {
        var figures = new DemoMonth
        {
            Cash = 1000, Refunds = 100, Visitors = 50, Leads = 8, AdSpend = 400, Booked = 5, BookedLeads = 4, Showed = 3, NoShow = 1, Won = 2, WonValue = 900, Pipeline = 700,
            Impressions = 1000, Clicks = 20, VideoHooks = 250, VideoHolds = 50, MrrAtStart = 400, MrrRetained = 420, HealthPoints = 150, ScoredClients = 2, OnboardedClients = 8,
            ClientsAt100k = 2, DaysToFirstLead = 4.5m, OpenDeals = 12, TidyDeals = 9, ActiveReps = 5, AutomationRuns = 50, AutomationSuccesses = 49, Revenue = 2000, Ebitda = 300,
        }.Figures().ToDictionary(figure => figure.Kpi, figure => figure.Value);
        figures.Count.ShouldBe(33);
        figures["cpl"].ShouldBe(50);
        figures["mer"].ShouldBe(2.5m);
        figures["cost_per_booked_call"].ShouldBe(80);
        figures["booking_rate"].ShouldBe(0.5m);
        figures["show_rate"].ShouldBe(0.75m);
        figures["no_show_rate"].ShouldBe(0.25m);
        figures["close_rate"].ShouldBe(2 / 3m);
        figures["average_deal"].ShouldBe(450);
        figures["click_rate"].ShouldBe(0.02m);
        figures["hook_rate"].ShouldBe(0.25m);
        figures["hold_rate"].ShouldBe(0.2m);
        figures["nrr"].ShouldBe(1.05m);
        figures["health_score"].ShouldBe(75);
        figures["pct_at_100k"].ShouldBe(0.25m);
        figures["time_to_first_lead"].ShouldBe(4.5m);
        figures["workload"].ShouldBe(2.4m);
        figures["hygiene_score"].ShouldBe(0.75m);
        figures["automation_health"].ShouldBe(0.98m);
        figures["ebitda_margin"].ShouldBe(0.15m);
        new DemoMonth().Figures().ShouldAllBe(figure => figure.Denominator == null && figure.Kpi != "time_to_first_lead" ? figure.Value == 0 : figure.Value == null);
    }

    private static Dictionary<string, DateTimeOffset> Leads()
    {
        var internals = Bodies.Deals.Values.Select(states => states.Values[^1])
            .Where(deal => deal.StageId == "demo-stage-sandbox" && !deal.IsDeleted).Select(deal => deal.ContactId).ToHashSet();
        return Bodies.Contacts
            .Where(contact => contact.Value.Values.Any(state => state.IsReachable)
                && contact.Value.Values[^1] is { IsDeleted: false } latest && !latest.Labels.Contains("Spam") && !latest.Labels.Contains("Test")
                && !internals.Contains(contact.Key))
            .ToDictionary(contact => contact.Key, contact => contact.Value.Values[0].IsReachable
                ? contact.Value.Values[0].AddedAt
                : contact.Value.First(state => state.Value.IsReachable).Key);
    }

    private static Dictionary<DateOnly, long> Monthly(Func<DemoMonth, long> part) => History.Truth.Months.ToDictionary(month => month.Key, month => part(month.Value));

    private static Dictionary<DateOnly, long> Monthly(Func<DateOnly, DemoMonth, long> part) =>
        History.Truth.Months.ToDictionary(month => month.Key, month => part(month.Key, month.Value));

    private static Dictionary<DateOnly, long> AtEnds(Func<DateTimeOffset, long> stock) =>
        History.Truth.Months.Keys.ToDictionary(month => month, month => stock(DemoPlan.StartOf(month.AddMonths(1))));

    private static T? StateAt<T>(SortedList<DateTimeOffset, T> states, DateTimeOffset before)
        where T : class => states.LastOrDefault(state => state.Key < before).Value;

    private static Dictionary<DateOnly, long> Sums(IEnumerable<(DateTimeOffset At, long Amount)> facts)
    {
        var sums = facts.GroupBy(fact => DemoPlan.MonthOf(fact.At)).ToDictionary(month => month.Key, month => month.Sum(fact => fact.Amount));
        return History.Truth.Months.Keys.ToDictionary(month => month, month => sums.GetValueOrDefault(month));
    }

    private static DateTimeOffset Noon(string day) => DemoPlan.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).AddHours(12);
}
