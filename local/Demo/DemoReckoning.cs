using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo;

/// <summary>
/// What the sample comes to, reckoned from what happened in it and never from what was written about it: everything as it
/// stands after the last delivery.
/// </summary>
internal static class DemoReckoning
{
    public static DemoTruth Of(DemoWorld world)
    {
        var wins = world.Deals.Where(deal => deal.Latest.IsWon).ToList();
        var movements = world.Charges.SelectMany(Movements).Concat(world.Disputes.SelectMany(Movements)).ToList();
        var leads = world.Contacts.Where(contact => BecameLeadAt(contact, world) is not null).ToList();
        var calls = world.Calls.Where(call => call.IsSales && !call.Latest.IsDeleted).ToList();
        var booked = calls.Where(call => call.Latest.Status != "invalid").ToList();

        return new DemoTruth(world.Plan.Months().ToDictionary(month => month, Month));

        DemoMonth Month(DateOnly month)
        {
            var spend = world.Spend.Where(statement => statement.Day.Year == month.Year && statement.Day.Month == month.Month)
                .GroupBy(statement => (statement.Day, statement.Campaign)).Select(day => day.MaxBy(statement => statement.StatedAt)!).ToList();
            var reckoned = new DemoMonth
            {
                Cash = movements.Where(movement => IsIn(month, movement.At)).Sum(movement => movement.Cents),
                Refunds = -movements.Where(movement => movement.IsRefund && IsIn(month, movement.At)).Sum(movement => movement.Cents),
                Visitors = world.Views.Where(view => IsIn(month, view.At)).DistinctBy(view => view.VisitorId).Count(),
                OptIns = world.OptIns.Count(optIn => IsIn(month, optIn.At)),
                Leads = leads.Count(contact => IsIn(month, BecameLeadAt(contact, world))),
                AdSpend = spend.Sum(day => day.Cents),
                Impressions = spend.Sum(day => day.Impressions),
                Clicks = spend.Sum(day => day.Clicks),
                VideoHooks = spend.Sum(day => day.VideoHooks ?? 0),
                VideoHolds = spend.Sum(day => day.VideoHolds ?? 0),
                Booked = booked.Count(call => IsIn(month, call.BookedAt)),
                BookedLeads = leads.Count(contact => IsIn(month, booked.Where(call => call.Contact == contact).Min(call => (DateTimeOffset?)call.BookedAt))),
                Showed = calls.Count(call => call.Latest.Status is "showed" or "completed" && IsIn(month, call.Latest.StartAt)),
                NoShow = calls.Count(call => call.Latest.Status == "noshow" && IsIn(month, call.Latest.StartAt)),
                Won = wins.Count(deal => IsIn(month, WonAt(deal))),
                WonValue = wins.Where(deal => IsIn(month, WonAt(deal))).Sum(deal => deal.Latest.Cents),
            };
            return OperationsReckoning.Add(ClientReckoning.Add(reckoned, world, month), world, month);
        }
    }

    internal static bool IsIn(DateOnly month, DateTimeOffset? at) => at is { } moment && DemoPlan.MonthOf(moment) == month;

    /// <summary>Money in and out. A late capture counts when it happened.</summary>
    private static IEnumerable<(DateTimeOffset At, long Cents, bool IsRefund)> Movements(Charge charge)
    {
        yield return (charge.CapturedAt, charge.CapturedCents, false);
        if (charge.Refund is not { } refund) yield break;
        yield return (refund.Created, -refund.Cents, true);
        if (refund.FailedAt is { } returned) yield return (returned, refund.Cents, true);
    }

    /// <summary>Of a dispute, whenever its money went and came back; it is no refund.</summary>
    private static IEnumerable<(DateTimeOffset At, long Cents, bool IsRefund)> Movements(Dispute dispute) =>
        dispute.MovementsBy(DateTimeOffset.MaxValue).Select(movement => (movement.At, movement.Cents, false));

    /// <returns>Null for those who are no leads: never reachable, deleted, or spam, test or internal by what is known now.</returns>
    private static DateTimeOffset? BecameLeadAt(Contact contact, DemoWorld world)
    {
        var first = contact.States.Find(state => state.IsReachable);
        var isExcluded = contact.Latest.IsDeleted
            || contact.Latest.Labels.Any(label => DemoCompany.LabelRules.Any(rule => rule.Label == label && rule.Meaning is "spam" or "test" or "internal"))
            || world.Deals.Any(deal => deal.Contact == contact && !deal.Latest.IsDeleted && deal.Latest.Stage.Meaning is "spam" or "test" or "internal");
        return first is null || isExcluded ? null
            : first == contact.States[0] ? contact.AddedAt
            : first.At;
    }

    /// <summary>The start of the last unbroken run of won.</summary>
    private static DateTimeOffset WonAt(SalesDeal deal) => deal.States[deal.States.FindLastIndex(state => !state.IsWon) + 1].At;
}
