using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Sql;

/// <summary>Ad spend, visitors and what they cost and bring, in UTC.</summary>
[Trait("Category", "Sql")]
public sealed class MarketingMeasureTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdSpend_Restated_CountsTheLatestStatementOfEachDay()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await AppendAsync(
            Contact(tenant, "c1", "2026-01-05"), Contact(tenant, "c2", "2026-01-05"),
            Spend(tenant, "2026-01-31", "2026-02-01", 1_000), Spend(tenant, "2026-01-31", "2026-02-03", 1_500), Spend(tenant, "2026-01-31", "2026-02-02", 9_000),
            Spend(tenant, "2026-01-31", "2026-02-01", 500, campaign: "cold"), Spend(tenant, "2026-02-01", "2026-02-02", 70), Spend(tenant, "2026-01-30", "2026-02-02", 33, currency: "EUR"));

        (await ledger.KpiMonthsAsync(tenant, "ad_spend")).ShouldBe("2000 70 0");
        (await ledger.KpiMonthsAsync(tenant, "cpl")).ShouldBe("2000/2 70/0 0/0");
        (await ledger.KpiMonthsAsync(tenant, "ad_spend", """{"utm_campaign": "cold"}""")).ShouldBe("500 0 0");
        (await ledger.KpisAsync(tenant, "2026-01-01")).Single(kpi => kpi is { Kpi: "cpl", Currency: "EUR" }).ShouldBe(("cpl", "EUR", 16.5m, 33m, 2m));
    }

    [Fact]
    public async Task CostPerLead_WithoutAnyStatement_IsUnknown()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-05"));

        (await ledger.KpisAsync(tenant, "2026-01-01")).Single(kpi => kpi.Kpi == "cpl").ShouldBe(("cpl", "USD", null, 0m, 1m));
    }

    [Fact]
    public async Task Visitors_OfViews_AreCountedOnceAPeriod()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await AppendAsync(
            View(tenant, "v1", "2026-01-05", "google"), View(tenant, "v1", "2026-01-06", "meta"), View(tenant, "v2", "2026-01-06", "google"),
            View(tenant, "v1", "2026-02-06", "google"),
            // Another source's event of that name is nobody's visit.
            View(tenant, "v9", "2026-03-06", "google") with { Source = "gohighlevel" });

        (await ledger.KpiMonthsAsync(tenant, "visitors")).ShouldBe("2 1 0");
        (await ledger.KpiMonthsAsync(tenant, "visitors", """{"utm_source": "meta"}""")).ShouldBe("1 0 0");

        await ledger.ExecuteAsync(
            "insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, measure, amount, reason, actor) values ($1, 'manual', 'bots', '2026-01-07', 'amount', 'visits', -1, 'one of them is a bot', 'test')", tenant);
        (await ledger.KpiMonthsAsync(tenant, "visitors")).ShouldBe("1 1 0");
    }

    [Fact]
    public async Task Target_OfAKpi_StandsBesideItsFigure()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await AppendAsync(Deliveries.Event(tenant, "evt_target", "{}", Deliveries.Payment("ch:t:capture", 5_000)), Spend(tenant, "2026-01-10", "2026-01-11", 1_000));
        await ledger.ExecuteAsync(
            "insert into config.targets (tenant_id, tenant_version, kpi, effective_from, currency, value) select tenant_id, version, t.kpi, t.since::date, t.currency, t.value from staging.tenants, (values ('mer', '2025-01-01', null, 4), ('mer', '2026-01-01', null, 6), ('mer', '2026-02-01', null, 9), ('cash_collected', '2026-01-01', 'EUR', 1), ('cash_collected', '2025-12-01', 'USD', 7000)) as t (kpi, since, currency, value) where tenant_id = $1",
            tenant);

        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        (await session.ListAsync(
            "select kpi, value, target from report.month_figures($1, '2026-01-01') where target is not null order by kpi",
            row => (row.GetString(0), row.GetDecimal(1), row.GetDecimal(2)), Cancel, tenant))
            .ShouldBe([("cash_collected", 5_000m, 7_000m), ("mer", 5m, 6m)]);
    }

    private async Task AppendAsync(params Delivery[] deliveries) =>
        (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);
}
