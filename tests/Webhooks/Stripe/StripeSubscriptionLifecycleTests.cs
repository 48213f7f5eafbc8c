using System.Globalization;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tests.Sql;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;
using static Plumbline.Tests.Webhooks.Stripe.StripeSubscriptionEvents;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Subscriptions from Stripe's events to what a month says of recurring revenue.</summary>
[Trait("Category", "Sql")]
public sealed class StripeSubscriptionLifecycleTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_LifeOfASubscription_IsItsMonths()
    {
        var tenant = await ledger.AddTenantAsync("UTC");
        await AppendAsync(
            tenant,
            Event(type: "customer.subscription.created", at: At("2026-01-10"), eventId: "evt_1", status: "trialing", items: [Item(10_000, quantity: 2)]),
            Event(at: At("2026-01-24"), eventId: "evt_2", items: [Item(10_000, quantity: 2)]),
            Event(at: At("2026-02-03"), eventId: "evt_3", items: [Item(10_000, quantity: 5)]),
            Event(at: At("2026-02-20"), eventId: "evt_4", status: "past_due", items: [Item(480_000, "year")]),
            Event(at: At("2026-03-05"), eventId: "evt_5", items: [Item(480_000, "year")], customize: subscription => subscription["pause_collection"] = Pause()),
            Event(type: "customer.subscription.resumed", at: At("2026-04-05"), eventId: "evt_6", items: [Item(480_000, "year")]),
            Event(type: "customer.subscription.deleted", at: At("2026-05-31T23:59:59Z"), eventId: "evt_7", status: "canceled", items: [Item(480_000, "year")]));

        (await MonthsAsync(tenant)).ShouldBe(
        [
            "01: mrr 20000, mrr_new 20000",
            "02: mrr 20000, mrr_contraction -10000, mrr_expansion 30000",
            "03: mrr -40000, mrr_churn -40000",
            "04: mrr 40000, mrr_new 40000",
            "05: mrr -40000, mrr_churn -40000",
        ]);
        (await ledger.KpiMonthsAsync(tenant, "mrr")).ShouldBe("20000 40000 0");
        (await ledger.KpiMonthsAsync(tenant, "nrr")).ShouldBe("0/0 40000/20000 0/40000");
    }

    [Fact]
    public async Task Append_CreatedAndPaidWithinASecond_EarnsInWhateverOrderTheEventsCome()
    {
        byte[][] events =
        [
            Event(type: "customer.subscription.created", at: At("2026-01-10"), eventId: "evt_1", status: "incomplete"),
            Event(at: At("2026-01-10"), eventId: "evt_2"),
        ];
        foreach (var order in (byte[][][])[events, [.. events.Reverse()]])
        {
            var tenant = await ledger.AddTenantAsync("UTC");
            await AppendAsync(tenant, order);
            (await MonthsAsync(tenant)).ShouldBe(["01: mrr 1000, mrr_new 1000"]);
        }
    }

    [Fact]
    public async Task Append_SecondSubscriptionOfACustomer_IsExpansionAndThenContraction()
    {
        var tenant = await ledger.AddTenantAsync("UTC");
        await AppendAsync(
            tenant,
            Event("sub_1", at: At("2026-01-10"), eventId: "evt_1"),
            Event("sub_2", at: At("2026-02-10"), eventId: "evt_2", items: [Item(400)]),
            Event("sub_1", "customer.subscription.deleted", At("2026-03-10"), "evt_3", status: "canceled"));

        (await MonthsAsync(tenant)).ShouldBe(["01: mrr 1000, mrr_new 1000", "02: mrr 400, mrr_expansion 400", "03: mrr -1000, mrr_contraction -1000"]);
    }

    [Fact]
    public async Task Append_CustomerKnownByAnotherEvent_EarnsForItsClient()
    {
        var tenant = await ledger.AddTenantAsync("UTC");
        await AppendAsync(
            tenant,
            Event(at: At("2026-01-10"), eventId: "evt_1"),
            StripeEvents.Other("customer.updated", "cus_1", customize: customer => customer["metadata"]!["client_id"] = "c1"),
            Event("sub_2", at: At("2026-01-11"), eventId: "evt_2", customer: "cus_2", metadata: new() { ["client_id"] = "c2" }));

        (await ledger.ListAsync(
            "select client_id || ' ' || value::bigint from report.measures where tenant_id = $1 and measure = 'mrr' order by 1", row => row.GetString(0), tenant))
            .ShouldBe(["c1 1000", "c2 1000"]);
    }

    [Fact]
    public async Task Append_TestMode_EarnsNothing()
    {
        var tenant = await ledger.AddTenantAsync("UTC");
        await AppendAsync(tenant, Event(at: At("2026-01-10"), livemode: false));

        (await MonthsAsync(tenant)).ShouldBeEmpty();
        (await ledger.ScalarAsync<long>("select count(*) from ledger.raw_events where tenant_id = $1", tenant)).ShouldBe(1);
    }

    private static JsonObject Pause() => new() { ["behavior"] = "void", ["resumes_at"] = null };

    private async Task AppendAsync(Guid tenant, params byte[][] bodies)
    {
        var writer = new LedgerWriter(ledger.Database, Metering.Off);
        foreach (var body in bodies)
        {
            (await writer.AppendAsync(Mapping.MapAt(At("2026-07-01"), body) with { TenantId = tenant }, Cancel)).ShouldBe(AppendOutcome.Stored);
        }
    }

    /// <summary>What each month of 2026 changes, by measure.</summary>
    private async Task<List<string>> MonthsAsync(Guid tenant)
    {
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        var rows = await session.ListAsync(
            "select extract(month from local_date)::int, measure, sum(value)::bigint from report.measures where tenant_id = $1 group by 1, 2 order by 1, 2",
            row => (Month: row.GetInt32(0), Measure: row.GetString(1), Value: row.GetInt64(2)), Cancel, tenant);
        return [.. rows.GroupBy(row => row.Month).Select(month => string.Create(
            CultureInfo.InvariantCulture, $"{month.Key:00}: {string.Join(", ", month.Select(row => $"{row.Measure} {row.Value}"))}"))];
    }
}
