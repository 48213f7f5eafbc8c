using System.Text.Json;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;

namespace Plumbline.Tests.Local;

public sealed class DemoGeneratorTests
{
    private static readonly DemoPlan Plan = DemoPlan.Of(new DateOnly(2026, 3, 1));
    private static readonly DemoHistory History = DemoGenerator.Generate(Plan);
    private static readonly DemoWorld World = DemoSimulation.Run(Plan, new Draw(Plan));

    [Fact]
    public void Generate_SamePlan_GivesTheSameBytes() =>
        DemoGenerator.Generate(Plan).Deliveries.ShouldBe(History.Deliveries);

    [Fact]
    public void Generate_OtherAnchor_SharesNoDelivery() =>
        DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 4, 1))).Deliveries.Select(delivery => delivery.Id)
            .Intersect(History.Deliveries.Select(delivery => delivery.Id)).ShouldBeEmpty();

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-05-01")]
    [InlineData("2026-12-01")]
    [InlineData("2027-01-01")]
    public void Generate_AnyAnchor_GivesAPlausibleBusiness(string anchor)
    {
        var history = DemoGenerator.Generate(DemoPlan.Of(DateOnly.Parse(anchor, null)));
        history.Deliveries.Count.ShouldBeInRange(4200, 5600);

        var months = history.Truth.Months.Values.ToList();
        months.Count.ShouldBe(14);
        foreach (var (month, truth) in history.Truth.Months)
            truth.Figures().ShouldAllBe(figure => figure.Numerator > 0 && figure.Denominator != 0, $"{month:yyyy-MM}");

        Rate(months, month => month.Showed, month => month.Showed + month.NoShow).ShouldBeInRange(0.60, 0.85);
        Rate(months, month => month.BookedLeads, month => month.Leads).ShouldBeInRange(0.30, 0.60);
        Rate(months, month => month.Won, month => month.Showed).ShouldBeInRange(0.20, 0.50);
        Rate(months, month => month.Cash, month => month.AdSpend).ShouldBeInRange(2, 9);
        Rate(months, month => month.Refunds, month => month.Cash).ShouldBeInRange(0.005, 0.10);
        Rate(months, month => month.MrrRetained, month => month.MrrAtStart).ShouldBeInRange(0.90, 1.15);
        Rate(months, month => month.HealthPoints, month => month.ScoredClients).ShouldBeInRange(60, 90);
        Rate(months, month => month.TidyDeals, month => month.OpenDeals).ShouldBeInRange(0.40, 0.90);
        Rate(months, month => month.AutomationSuccesses, month => month.AutomationRuns).ShouldBeInRange(0.90, 0.99);
        Rate(months, month => month.Ebitda, month => month.Revenue).ShouldBeInRange(0.10, 0.30);
        Rate(months, month => month.CallsCompleted, month => month.CallsMade).ShouldBeInRange(0.30, 0.50);
        Rate(months, month => month.VideoHolds, month => month.VideoHooks).ShouldBeInRange(0.10, 0.25);
        months.ShouldAllBe(month => month.DaysToFirstLead > 1 && month.DaysToFirstLead < 400);
        months[^1].Mrr.ShouldBeGreaterThan(months[0].Mrr);
        months[^1].ActiveClients.ShouldBeGreaterThan(months[0].ActiveClients);
        var halves = months.Chunk(7).Select(half => half.Sum(month => month.Cash)).ToList();
        halves[1].ShouldBeGreaterThan(halves[0]);
    }

    [Fact]
    public void Generate_Bodies_AreJsonExceptTheJunk()
    {
        var unreadable = History.Deliveries.DistinctBy(delivery => delivery.Id).Where(delivery => !IsJson(delivery.Body)).ToList();
        unreadable.ShouldHaveSingleItem().Type.ShouldBe("(unreadable)");
    }

    [Fact]
    public void Generate_Deliveries_ComeOfEveryChannelAndKind()
    {
        var kinds = History.Deliveries.DistinctBy(delivery => delivery.Id).CountBy(delivery => (delivery.Channel, delivery.Type)).ToDictionary();
        string[] native =
        [
            "ContactCreate", "ContactUpdate", "ContactTagUpdate", "ContactDelete",
            "OpportunityCreate", "OpportunityUpdate", "OpportunityStageUpdate", "OpportunityStatusUpdate", "OpportunityMonetaryValueUpdate",
            "OpportunityAssignedToUpdate", "OpportunityDelete", "AppointmentCreate", "AppointmentUpdate", "AppointmentDelete",
            "InboundMessage", "OutboundMessage", "TaskCreate", "TaskComplete",
        ];
        string[] stripe =
        [
            "charge.succeeded", "charge.captured", "charge.refunded", "refund.created", "refund.failed", "(unreadable)",
            "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated", "charge.dispute.closed", "payout.paid", "payout.failed",
            "checkout.session.completed", "invoice.paid", "payment_intent.succeeded", "customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted",
        ];
        foreach (var type in native) kinds.ShouldContainKey((DemoChannel.GoHighLevel, type));
        foreach (var type in stripe) kinds.ShouldContainKey((DemoChannel.Stripe, type));
        foreach (var type in (string[])["ContactCreate", "ContactUpdate", "OpportunityStageUpdate"]) kinds.ShouldContainKey((DemoChannel.Workflow, type));
        string[] events =
        [
            "ad.spend", "page.viewed", "optin.submitted", "call.made", "call.completed", "automation.run", "finance.posted",
            "client.onboarded", "client.first_lead", "client.hit_100k", "client.churned", "client.health_scored",
            "appointment.set", "door.knocked", "deal.split", "job.opened", "job.completed", "ticket.opened", "ticket.resolved", "service.checked",
        ];
        foreach (var type in events) kinds.ShouldContainKey((DemoChannel.Events, type));
    }

    [Fact]
    public void Generate_Deliveries_SomeComeAgainAndSomeBeforeWhatTheyFollow()
    {
        var repeated = History.Deliveries.Count - History.Deliveries.DistinctBy(delivery => delivery.Id).Count();
        ((double)repeated / History.Deliveries.Count).ShouldBeInRange(0.02, 0.04);
        History.Deliveries.GroupBy(delivery => delivery.Id).ShouldAllBe(same => same.Distinct().Count() == 1);

        var late = History.Deliveries.Zip(History.Deliveries.Skip(1)).Count(pair => pair.First.At > pair.Second.At);
        late.ShouldBeGreaterThan(100);
        FirstOf("Opportunity").ShouldContain(type => type != "OpportunityCreate");
        FirstOf("Appointment").ShouldContain("AppointmentUpdate");
        FirstOf("charge.").ShouldContain("charge.refunded");
    }

    [Fact]
    public void Generate_Moments_AreUniqueAnEntityAndBeforeTheAnchor()
    {
        var end = DemoPlan.StartOf(Plan.AnchorMonth);
        History.Deliveries.ShouldAllBe(delivery => delivery.At < end);
        World.Calls.SelectMany(call => call.States).ShouldAllBe(state => state.StartAt < end);
        World.Spend.ShouldAllBe(statement => statement.StatedAt < end && statement.Day < Plan.AnchorMonth);
        var crm = History.Deliveries.Where(delivery => delivery.Channel is DemoChannel.GoHighLevel or DemoChannel.Workflow).DistinctBy(delivery => delivery.Id);
        crm.GroupBy(delivery => delivery.At).ShouldAllBe(moment => moment.Count() == 1);
        World.Contacts.ShouldAllBe(contact => contact.States.SequenceEqual(contact.States.OrderBy(state => state.At)));
        World.Deals.ShouldAllBe(deal => deal.States.SequenceEqual(deal.States.OrderBy(state => state.At)));
        World.Calls.ShouldAllBe(call => call.States.SequenceEqual(call.States.OrderBy(state => state.At)));
    }

    [Fact]
    public void Simulation_Contacts_HaveEverySpecialCase()
    {
        var contacts = World.Contacts;
        contacts.ShouldContain(contact => !contact.States[0].IsReachable && contact.Latest.IsReachable);
        contacts.ShouldContain(contact => !contact.Latest.IsReachable);
        contacts.ShouldContain(contact => contact.Latest.IsDeleted);
        contacts.ShouldContain(contact => contact.Latest.IsDeleted && World.Calls.Exists(call => call.Contact == contact));
        contacts.ShouldContain(contact => contact.Latest.Labels.Contains(DemoCompany.SpamLabel));
        contacts.ShouldContain(contact => contact.States.Exists(state => state.Labels.Contains(DemoCompany.SpamLabel)) && !contact.Latest.Labels.Contains(DemoCompany.SpamLabel));
        contacts.ShouldContain(contact => contact.Latest.Labels.Contains(DemoCompany.TestLabel));
        contacts.ShouldContain(contact => contact.AddedAt < DemoPlan.StartOf(Plan.FirstMonth));
        contacts.ShouldContain(contact => contact.States[0].ByWorkflow && !contact.States[0].IsReachable);
        // Shortly before midnight of a month's last day it is next month in UTC already.
        contacts.ShouldContain(contact => DemoPlan.MonthOf(contact.AddedAt).Month != contact.AddedAt.UtcDateTime.Month);
    }

    [Fact]
    public void Simulation_DealsAndCalls_HaveEverySpecialCase()
    {
        World.Deals.ShouldContain(deal => deal.Latest.IsWon && deal.States.Count(state => state.Change == DealChange.StatusUpdate) == 3);
        World.Deals.ShouldContain(deal => deal.Latest.Status == "lost" && deal.States.Exists(state => state.IsWon));
        World.Deals.ShouldContain(deal => deal.Latest.Status == "won" && deal.Latest.IsDeleted);
        World.Deals.ShouldContain(deal => deal.Latest.Status == "abandoned");
        World.Deals.ShouldContain(deal => deal.Latest.IsOpen);
        World.Deals.ShouldContain(deal => deal.Latest.Cents % 100 != 0);
        World.Deals.ShouldContain(deal => deal.Pipeline == DemoCompany.Renewals && deal.Latest.IsWon);
        World.Deals.ShouldContain(deal => deal.Latest.Stage.Meaning == "internal" && !deal.Latest.IsDeleted);
        World.Deals.ShouldContain(deal => deal.Latest.Stage.Meaning == "internal" && deal.Latest.IsDeleted);

        var outcomes = World.Calls.Select(call => string.Join(' ', call.States.Select(state => state.Status).Where(status => status is "showed" or "noshow"))).ToList();
        foreach (var reversal in (string[])["showed noshow", "noshow showed", "showed noshow showed"]) outcomes.ShouldContain(reversal);
        World.Calls.ShouldContain(call => call.States.DistinctBy(state => state.StartAt).Count() > 1);
        World.Calls.ShouldContain(call => call.Latest.Status == "cancelled");
        World.Calls.ShouldContain(call => call.Latest.Status == "completed");
        World.Calls.ShouldContain(call => call.Latest.Status == "invalid");
        World.Calls.ShouldContain(call => call.Latest.IsDeleted);
        World.Calls.ShouldContain(call => !call.IsSales && call.Latest.Status == "showed");
        World.Calls.GroupBy(call => call.Contact).ShouldContain(calls => calls.Count(call => call.IsSales) > 1);
        World.Calls.Where(call => call.IsSales).Select(call => call.CalendarId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Simulation_MoneyAndMarketing_HaveEverySpecialCase()
    {
        World.Charges.ShouldContain(charge => charge.Description.EndsWith("6 of 6", StringComparison.Ordinal));
        foreach (var link in Enum.GetValues<PayerLink>()) World.Charges.ShouldContain(charge => charge.Link == link);
        World.Charges.ShouldContain(charge => charge.Refund != null && charge.Refund.Cents == charge.Cents);
        World.Charges.ShouldContain(charge => charge.Refund != null && charge.Refund.Cents < charge.Cents);
        World.Charges.ShouldContain(charge => charge.Refund != null && charge.Refund.FailedAt != null);
        World.Charges.ShouldContain(charge => charge.LateCapture != null && charge.CapturedCents < charge.Cents);
        World.Charges.ShouldContain(charge => charge.LateCapture != null && charge.CapturedCents == charge.Cents);
        foreach (var fate in Enum.GetValues<DisputeFate>()) World.Disputes.ShouldContain(dispute => dispute.Fate == fate);
        World.Payouts.Count(payout => payout.FailedAt != null).ShouldBe(1);
        World.TestCharges.ShouldContain(charge => charge.Refund != null);
        World.TestCharges.ShouldAllBe(charge => charge.IsTest);
        World.Spend.GroupBy(statement => (statement.Day, statement.Campaign)).ShouldContain(day => day.Count() > 1);
        World.Spend.Select(statement => statement.Campaign.Channel).Distinct().Count().ShouldBe(4);
        World.Views.GroupBy(view => view.VisitorId).ShouldContain(views => views.Select(view => DemoPlan.MonthOf(view.At)).Distinct().Count() > 1);
        World.Spend.ShouldContain(statement => statement.VideoHooks == null);
        World.Finance.GroupBy(statement => statement.Month).ShouldContain(month => month.Count(statement => statement.Revenue != null) == 2);
        World.Finance.ShouldContain(statement => statement.Revenue == null && statement.Ebitda != null);
        World.OptIns.GroupBy(optIn => optIn.VisitorId).ShouldContain(own => own.Count() > 1);
        History.Deliveries.Where(delivery => delivery.Channel == DemoChannel.Events).ShouldAllBe(batch => batch.Items <= 1000 && batch.Body.Length < 1 << 20);
    }

    [Fact]
    public void Simulation_Subscriptions_HaveEverySpecialCase()
    {
        var subscriptions = World.Subscriptions;
        foreach (var plan in (SubscriptionPlan[])[DemoCompany.Coaching, DemoCompany.YearlyCoaching, DemoCompany.CommunityPass])
            subscriptions.ShouldContain(subscription => subscription.Plan == plan);
        subscriptions.ShouldContain(subscription => subscription.States[0].At < DemoPlan.StartOf(Plan.FirstMonth));
        subscriptions.ShouldContain(subscription => subscription.States[0].Status == "trialing");
        subscriptions.ShouldContain(subscription => subscription.States[0].Quantity < subscription.Latest.Quantity);
        subscriptions.ShouldContain(subscription => subscription.States[0].Quantity > subscription.Latest.Quantity);
        subscriptions.ShouldContain(subscription => subscription.States.Exists(state => state.IsPaused) && subscription.Latest.Earns);
        subscriptions.ShouldContain(subscription => subscription.States.Exists(state => state.Status == "past_due"));
        subscriptions.ShouldContain(subscription => subscription.Latest.IsOver);
        subscriptions.GroupBy(subscription => subscription.Payer).ShouldContain(own => own.Count() > 1);
        subscriptions.ShouldAllBe(subscription => subscription.States.SequenceEqual(subscription.States.OrderBy(state => state.At)));
    }

    [Fact]
    public void Simulation_Clients_HaveEverySpecialCase()
    {
        var clients = World.Clients.GroupBy(statement => statement.Client).Select(own => own.OrderBy(statement => statement.At).ToList()).ToList();
        clients.ShouldAllBe(own => own[0].News == ClientNews.Onboarded);
        clients.ShouldContain(own => own.Count(statement => statement.News == ClientNews.Onboarded) > 1);
        clients.ShouldContain(own => own.FindLast(statement => statement.Score == null)!.News == ClientNews.Churned);
        clients.ShouldContain(own => own.Exists(statement => statement.News == ClientNews.Hit100k) && own.Exists(statement => statement.News == ClientNews.Churned));
        clients.ShouldContain(own => !own.Exists(statement => statement.News == ClientNews.FirstLead));
        World.Clients.ShouldAllBe(statement => statement.At < DemoPlan.StartOf(Plan.AnchorMonth));
        World.Contacts.ShouldContain(contact => !contact.HasSource);
        World.Deals.ShouldContain(deal => !deal.HasSource && deal.Latest.IsOpen);
        World.PhoneCalls.ShouldContain(call => call.Spoken == null);
    }

    [Fact]
    public void Simulation_Work_HasEverySpecialCase()
    {
        World.Jobs.ShouldContain(job => job.Deal != null && job.Kickoff != null);
        World.Jobs.ShouldContain(job => job.Kickoff == null);
        World.Jobs.ShouldContain(job => job.CompletedAt == null);
        foreach (var priority in (string?[])[null, "low", "normal", "high", "urgent"]) World.Tickets.ShouldContain(ticket => ticket.Priority == priority);
        World.Tickets.ShouldContain(ticket => ticket.ResolvedAt == null);
        World.Tickets.ShouldContain(ticket => ticket.ResolvedAt != null && ticket.Satisfaction == 4.5m);
        World.Tickets.ShouldContain(ticket => ticket.ResolvedAt != null && ticket.Satisfaction == null);
        foreach (var answered in (bool?[])[null, true, false]) World.DoorKnocks.ShouldContain(knock => knock.Answered == answered);
        World.ServiceChecks.ShouldContain(check => !check.IsHealthy && check.Errors > 0);
        World.DealSplits.ShouldContain(split => split.Shares.Count == 1);
        var restated = World.DealSplits.GroupBy(split => split.Deal).Where(own => own.Count() > 1).ShouldHaveSingleItem().OrderBy(split => split.At).ToList();
        restated.Select(split => split.Shares.Sum(share => share.Percent)).ShouldBe([95, 100]);
        World.DealSplits.GroupBy(split => split.Deal).ShouldAllBe(own => own.MaxBy(split => split.At)!.Shares.Sum(share => share.Percent) == 100);
    }

    private static IEnumerable<string> FirstOf(string kind) => History.Deliveries
        .Where(delivery => delivery.Type.StartsWith(kind, StringComparison.Ordinal) && delivery.Channel != DemoChannel.Workflow)
        .Select(delivery => (delivery.Type, Id: IdOf(delivery.Body)))
        .DistinctBy(entry => entry.Id)
        .Select(entry => entry.Type);

    private static string? IdOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var entity = root.TryGetProperty("appointment", out var appointment) ? appointment : root.TryGetProperty("data", out var data) ? data.GetProperty("object") : root;
        return entity.GetProperty("id").GetString();
    }

    private static bool IsJson(string body)
    {
        try
        {
            JsonDocument.Parse(body).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static double Rate(List<DemoMonth> months, Func<DemoMonth, long> numerator, Func<DemoMonth, long> denominator) =>
        (double)months.Sum(numerator) / months.Sum(denominator);
}
