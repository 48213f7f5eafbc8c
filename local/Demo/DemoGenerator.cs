using System.Diagnostics.CodeAnalysis;

namespace Plumbline.Local.Demo;

/// <summary>
/// Draws a year of a sample business from a seed: the same plan gives the same bytes. Besides plain charges there are refunds whole
/// and in part, refunds that fail and come back, late and partial captures, repeated deliveries and deliveries out of order.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "The draw must be repeatable; nothing secret comes of it.")]
public sealed class DemoGenerator
{
    private const double RefundRate = 0.05;
    private const double PartialCaptureRate = 0.015;
    private const double RepeatRate = 0.03;
    private const double LateRate = 0.05;
    private const int FailedRefundEvery = 12;
    private const int RefundFirstEvery = 4;
    private const int LongestRefundHours = 24 * 25;

    private readonly DemoPlan plan;
    private readonly Random random;
    private readonly List<DemoEvent> events = [];
    private readonly HashSet<string> afterRefund = [];
    private readonly Dictionary<DateOnly, long> cash = [];
    private readonly Dictionary<DateOnly, long> refunds = [];
    private int charges;
    private int refundCount;
    private int movements;

    private DemoGenerator(DemoPlan plan)
    {
        this.plan = plan;
        random = new Random(plan.Seed);
    }

    public static DemoYear Generate(DemoPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new DemoGenerator(plan).Run();
    }

    private DemoYear Run()
    {
        var index = 0;
        // All of them first: a refund may fall into a later month than its charge.
        foreach (var month in plan.Months()) (cash[month], refunds[month]) = (0, 0);
        foreach (var month in plan.Months())
            for (var left = DemoBusiness.ChargesIn(month, index++); left > 0; left--) AddCharge(month);

        var deliveries = Deliveries();
        return new DemoYear(deliveries, new DemoTruth(cash, refunds, events.Count, deliveries.Count, movements));
    }

    private void AddCharge(DateOnly month)
    {
        var offer = Pick(DemoBusiness.Offers, offer => offer.Weight);
        var origin = Pick(DemoBusiness.Origins, origin => origin.Weight);
        var tags = new Dictionary<string, string>
        {
            ["department"] = offer.Department,
            ["owner_id"] = DemoBusiness.Owners[random.Next(DemoBusiness.Owners.Count)],
            ["source_funnel"] = origin.Funnel,
            ["utm_source"] = origin.Source,
            ["utm_campaign"] = origin.Campaign,
        };
        var charge = new DemoCharge(Key(++charges), MomentIn(month), offer.Cents, $"c{random.Next(1, 260):D3}", offer.Name, tags);
        if (random.NextDouble() < PartialCaptureRate) AddPartialCapture(charge);
        else AddWholeCapture(charge);
    }

    private void AddWholeCapture(DemoCharge charge)
    {
        events.Add(StripeEvents.Of("charge.succeeded", charge, charge.Created));
        Count(cash, charge.Created, charge.Amount);
        if (random.NextDouble() < RefundRate) AddRefund(charge);
    }

    private void AddPartialCapture(DemoCharge charge)
    {
        var captured = charge.Created.AddHours(random.Next(2, 60));
        if (!IsInYear(captured)) captured = charge.Created.AddMinutes(1);
        var amount = charge.Amount / 100 * random.Next(40, 90);
        events.Add(StripeEvents.Of("charge.succeeded", charge with { Captured = false, AmountCaptured = 0 }, charge.Created));
        events.Add(StripeEvents.Of("charge.captured", charge with { AmountCaptured = amount }, captured));
        // A late capture counts when it happened, not when the charge was made.
        Count(cash, captured, amount);
    }

    private void AddRefund(DemoCharge charge)
    {
        var created = charge.Created.AddHours(random.Next(20, LongestRefundHours));
        if (!IsInYear(created)) return;
        if (refundCount++ % RefundFirstEvery == 0) afterRefund.Add(events[^1].Id);
        var amount = random.Next(3) == 0 ? charge.Amount / 2 : charge.Amount;
        var refund = new DemoRefund(charge.Key.Replace("Ch", "Re", StringComparison.Ordinal), charge, created, amount);
        events.Add(StripeEvents.Of("refund.created", refund, created));
        events.Add(StripeEvents.Of("charge.refunded", charge with { AmountRefunded = amount }, created.AddSeconds(1)));
        Count(cash, created, -amount);
        refunds[DemoPlan.MonthOf(created)] += amount;

        var failed = created.AddDays(random.Next(3, 9));
        if (refundCount % FailedRefundEvery != 0 || !IsInYear(failed)) return;
        events.Add(StripeEvents.Of("refund.failed", refund with { Failed = true }, failed));
        Count(cash, failed, amount);
        refunds[DemoPlan.MonthOf(failed)] -= amount;
    }

    private void Count(Dictionary<DateOnly, long> totals, DateTimeOffset at, long cents)
    {
        totals[DemoPlan.MonthOf(at)] += cents;
        movements++;
    }

    /// <summary>By time, except that some come late, some after the refund they precede, and some again.</summary>
    private List<DemoEvent> Deliveries()
    {
        var timed = new List<(DateTimeOffset At, DemoEvent Event)>();
        foreach (var one in events)
        {
            var late = afterRefund.Contains(one.Id) ? TimeSpan.FromHours(LongestRefundHours + 1)
                : random.NextDouble() < LateRate ? TimeSpan.FromDays(random.Next(1, 30))
                : TimeSpan.Zero;
            timed.Add((one.Created + late, one));
            if (random.NextDouble() < RepeatRate) timed.Add((one.Created + late + TimeSpan.FromHours(random.Next(1, 48)), one));
        }

        return [.. timed.OrderBy(entry => entry.At).ThenBy(entry => entry.Event.Id, StringComparer.Ordinal).Select(entry => entry.Event)];
    }

    private bool IsInYear(DateTimeOffset at) => DemoPlan.MonthOf(at) < plan.AnchorMonth;

    // Keys hold the year, so that another year in the same database has other events.
    private string Key(int number) => $"3Demo{plan.AnchorMonth:yyyyMM}Ch{number:D4}";

    private DateTimeOffset MomentIn(DateOnly month)
    {
        var day = month.AddDays(random.Next(DateTime.DaysInMonth(month.Year, month.Month)));
        // Business hours stay clear of the hours that a change of clocks skips or repeats.
        var local = day.ToDateTime(new TimeOnly(random.Next(8, 22), random.Next(60), random.Next(60)));
        return new DateTimeOffset(local, DemoPlan.Zone.GetUtcOffset(local));
    }

    private T Pick<T>(IReadOnlyList<T> from, Func<T, int> weight)
    {
        var draw = random.Next(from.Sum(weight));
        foreach (var item in from)
            if ((draw -= weight(item)) < 0) return item;
        return from[^1];
    }
}
