using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Plumbline.Ledger;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Writing;
using Plumbline.Local.Sources;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>The sample business as Stripe has it, against deliveries of which some were lost, altered, repeated and out of order.</summary>
public sealed partial class StripeSampleTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const int Seed = 4;

    private readonly Random random = new(Seed);

    [Fact]
    public async Task RunAsync_SampleBusinessInDisorder_EqualsTheTruthAndFindsWhatWasAltered()
    {
        var plan = new DemoPlan(new DateOnly(2026, 1, 1), Seed);
        var world = DemoSimulation.Run(plan, new Draw(plan));
        DemoDelivery[] sent =
            [.. world.Charges.SelectMany(StripeWriter.Write), .. world.Disputes.SelectMany(DisputeWriter.Write), .. world.Payouts.SelectMany(PayoutWriter.Write)];
        var lost = sent.Where(_ => random.Next(20) == 0).ToHashSet();
        var altered = sent.Where(delivery => !lost.Contains(delivery) && random.Next(100) == 0).ToDictionary(delivery => delivery.Id, Double);
        var books = new Books();
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        comparing.Api.Add(Comparing.Key, StripeAccountBuilder.Of(world, lost.Where(_ => random.Next(2) == 0)));
        await PostAsync(comparing, sent.Where(delivery => !lost.Contains(delivery)).Select(delivery => altered.GetValueOrDefault(delivery.Id, delivery)));

        var items = await comparing.CompareAsync(since: DemoPlan.StartOf(plan.FirstMonth).AddYears(-1));

        (await CashAsync(comparing)).ShouldBe(CashOf(world));
        var wrong = sent.Where(delivery => altered.ContainsKey(delivery.Id))
            .SelectMany(delivery => Movements(comparing, altered[delivery.Id]).Except(Movements(comparing, delivery))).Select(movement => movement.Key).ToHashSet();
        (await comparing.FindingsAsync()).Select(finding => finding.Split(' ')[1]).Distinct().ShouldBe(wrong, ignoreOrder: true);
        items.Count(item => item.EndsWith(" missing", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        items.ShouldNotContain(item => item.EndsWith(" extra", StringComparison.Ordinal));
    }

    // Some twice, and in any order.
    private async Task PostAsync(Comparing comparing, IEnumerable<DemoDelivery> deliveries)
    {
        var posted = deliveries.SelectMany(delivery => Enumerable.Repeat(delivery, random.Next(20) == 0 ? 2 : 1)).ToArray();
        random.Shuffle(posted);
        foreach (var some in posted.Chunk(500))
        {
            await new LedgerWriter(ledger.Database).AppendAsync([.. some.Select(delivery => Map(comparing, delivery))], TestContext.Current.CancellationToken);
        }
    }

    private async Task<IReadOnlyDictionary<DateOnly, long>> CashAsync(Comparing comparing) => (await ledger.ListAsync(
        """
        select local_date, sum(value)::bigint
        from report.measures
        where tenant_id = $1 and measure = 'cash'
        group by local_date
        having sum(value) <> 0
        order by local_date
        """,
        row => (Date: row.GetFieldValue<DateOnly>(0), Cents: row.GetInt64(1)), comparing.Tenant.Id)).ToDictionary(day => day.Date, day => day.Cents);

    private static Dictionary<DateOnly, long> CashOf(DemoWorld world) =>
        MovedBy(world).GroupBy(moved => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moved.At, DemoPlan.Zone).DateTime))
            .Select(day => (Date: day.Key, Cents: day.Sum(moved => moved.Cents))).Where(day => day.Cents != 0).OrderBy(day => day.Date)
            .ToDictionary(day => day.Date, day => day.Cents);

    private static IEnumerable<(DateTimeOffset At, long Cents)> MovedBy(DemoWorld world)
    {
        foreach (var charge in world.Charges)
        {
            yield return (charge.CapturedAt, charge.CapturedCents);
            if (charge.Refund is { } refund) yield return (refund.Created, -refund.Cents);
            if (charge.Refund is { FailedAt: { } failed }) yield return (failed, charge.Refund.Cents);
        }

        foreach (var movement in world.Disputes.SelectMany(dispute => dispute.MovementsBy(DateTimeOffset.MaxValue)))
        {
            yield return (movement.At, movement.Cents);
        }
    }

    private static DemoDelivery Double(DemoDelivery delivery) => delivery with
    {
        Body = Amounts().Replace(delivery.Body, amount => string.Create(CultureInfo.InvariantCulture, $"{amount.Groups[1]}{2 * long.Parse(amount.Groups[2].Value, CultureInfo.InvariantCulture)}")),
    };

    private static Delivery Map(Comparing comparing, DemoDelivery delivery) => comparing.Map(Encoding.UTF8.GetBytes(delivery.Body));

    private static IEnumerable<(string Key, long Amount)> Movements(Comparing comparing, DemoDelivery delivery) =>
        Map(comparing, delivery).Payments.Select(payment => (payment.SourceKey, payment.AmountMinor));

    [GeneratedRegex("""("amount(?:_captured)?":)(-?\d+)""")]
    private static partial Regex Amounts();
}
