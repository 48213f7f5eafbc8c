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
        Monthly(month => month.AdSpend).ShouldBe(Sums(Bodies.Spend.Select(day => (Noon(day.Key.Day), day.Value.Values[^1]))));
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
    public void Figures_OfAMonth_AreQuotientsOfItsSums()
    {
        var figures = new DemoMonth
        {
            Cash = 1000, Refunds = 100, Visitors = 50, Leads = 8, AdSpend = 400, Booked = 5, BookedLeads = 4, Showed = 3, NoShow = 1, Won = 2, WonValue = 900, Pipeline = 700,
        }.Figures().ToDictionary(figure => figure.Kpi, figure => figure.Value);
        figures.Count.ShouldBe(17);
        figures["cpl"].ShouldBe(50);
        figures["mer"].ShouldBe(2.5m);
        figures["cost_per_booked_call"].ShouldBe(80);
        figures["booking_rate"].ShouldBe(0.5m);
        figures["show_rate"].ShouldBe(0.75m);
        figures["no_show_rate"].ShouldBe(0.25m);
        figures["close_rate"].ShouldBe(2 / 3m);
        figures["average_deal"].ShouldBe(450);
        new DemoMonth().Figures().ShouldAllBe(figure => figure.Denominator == null ? figure.Value == 0 : figure.Value == null);
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

    private static Dictionary<DateOnly, long> Sums(IEnumerable<(DateTimeOffset At, long Amount)> facts)
    {
        var sums = facts.GroupBy(fact => DemoPlan.MonthOf(fact.At)).ToDictionary(month => month.Key, month => month.Sum(fact => fact.Amount));
        return History.Truth.Months.Keys.ToDictionary(month => month, month => sums.GetValueOrDefault(month));
    }

    private static DateTimeOffset Noon(string day) => DemoPlan.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).AddHours(12);
}
