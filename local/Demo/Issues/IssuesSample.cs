using Plumbline.Local.Demo.Writing;
using Plumbline.Local.Sources;

namespace Plumbline.Local.Demo.Issues;

/// <summary>
/// A small business with one of each thing that a reconciliation finds in a business's own data. What takes a database that is out
/// of order, or weeks of waiting, is not among them.
/// </summary>
internal sealed class IssuesSample
{
    private IssuesSample(IReadOnlyList<DemoDelivery> deliveries, StripeAccount stripe, GoHighLevelLocation location) =>
        (Deliveries, Stripe, Location) = (deliveries, stripe, location);

    public IReadOnlyList<DemoDelivery> Deliveries { get; }

    public StripeAccount Stripe { get; }

    public GoHighLevelLocation Location { get; }

    /// <summary>What is found of it.</summary>
    public static IReadOnlyList<string> Checks { get; } =
    [
        "appointment_differs", "appointment_extra", "cash_without_deal", "deal_differs", "deal_extra", "funnel_subsets", "ghost_appointments",
        "gohighlevel_stage", "jobs_without_appointment", "movement_conflict", "open_disputes", "refund_totals", "refunds_without_charge",
        "split_reps", "split_shares", "stale_sources", "stripe_differs", "stripe_extra", "unknown_stages", "won_without_cash",
    ];

    public static IssuesSample Of(DemoPlan plan)
    {
        // On the first of a month everything of the month before is over.
        var end = DemoPlan.StartOf(plan.AnchorMonth);
        DateTimeOffset Day(double before) => end.AddDays(-before).AddHours(15);
        var (stripe, crm) = (new IssuesStripe(Day), new IssuesCrm(Day));
        return new IssuesSample([.. crm.Write(), .. stripe.Write(), .. Events(Day)], stripe.Account, crm.Location);
    }

    private static IEnumerable<DemoDelivery> Events(Func<double, DateTimeOffset> day) =>
    [
        // Work for somebody whom nobody ever met.
        Event("job.opened", day(30), new { JobId = "DemoIssueJob00000001", Tags = new { ClientId = "DemoIssueContact0002" } }),
        Event("deal.split", day(65), new
        {
            DealId = "DemoIssueDealNoCash1",
            Currency = "USD",
            Shares = new[] { new { OwnerId = IssuesSettings.Owner, Percent = 60m }, new { OwnerId = "DemoUserNobody000001", Percent = 55m } },
        }),
    ];

    private static DemoDelivery Event(string type, DateTimeOffset at, object data) =>
        new(DemoChannel.Events, $"issues-{type}", type, at, DeliveryJson.Write(new[]
        {
            new { specversion = "1.0", Id = $"issues-{type}", Source = "issues", Type = type, Time = DeliveryJson.Instant(at), Data = data },
        }));
}
