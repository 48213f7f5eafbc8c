using Plumbline.Ledger;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Writing;
using Plumbline.Local.Sources;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>The sample business as Stripe has it, against the deliveries that it sends.</summary>
public sealed class StripeSampleTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task RunAsync_SampleBusiness_MatchesButWhatWasLost()
    {
        var plan = DemoPlan.Of(new DateOnly(2026, 1, 1));
        var world = DemoSimulation.Run(plan, new Draw(plan));
        DemoDelivery[] deliveries = [.. world.Charges.SelectMany(StripeWriter.Write), .. world.Disputes.SelectMany(DisputeWriter.Write), .. world.Payouts.SelectMany(PayoutWriter.Write)];
        string[] lost = [.. world.Charges.Where((_, index) => index % 20 == 0).Select(charge => charge.Key)];
        var books = new Books();
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        comparing.Api.Add(Comparing.Key, StripeAccountBuilder.Of(world));
        foreach (var some in deliveries.Where(delivery => !lost.Any(key => delivery.Id.Contains(key))).Chunk(500))
        {
            await new LedgerWriter(ledger.Database).AppendAsync([.. some.Select(delivery => comparing.Map(System.Text.Encoding.UTF8.GetBytes(delivery.Body)))], TestContext.Current.CancellationToken);
        }

        var items = await comparing.CompareAsync(since: DemoPlan.StartOf(plan.FirstMonth).AddYears(-1));

        items.Count(item => item.EndsWith(" missing", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(lost.Length);
        items.Where(item => !item.EndsWith(" matched", StringComparison.Ordinal)).ShouldAllBe(
            item => item.EndsWith(" missing", StringComparison.Ordinal) && lost.Any(key => item.Contains(key) || item.Contains(key.Replace("Ch", "Re"))));
        (await comparing.FindingsAsync()).ShouldBeEmpty();
        var cash = world.Charges.Sum(charge => charge.CapturedCents - (charge.Refund is { FailedAt: null } refund ? refund.Cents : 0))
            + world.Disputes.SelectMany(dispute => dispute.MovementsBy(DateTimeOffset.MaxValue)).Sum(movement => movement.Cents);
        (await ledger.ScalarAsync<long>(
            "select sum(amount_minor)::bigint from ledger.raw_payments where tenant_id = $1 and kind <> 'payout'", comparing.Tenant.Id)).ShouldBe(cash);
    }
}
