using Plumbline.Digest;
using Plumbline.Tenants;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Digest;

[Trait("Category", "Sql")]
public sealed class MonthHistoriesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task Read_Month_TellsTheTwelveBeforeInTheirLatestRevisionAndItsOwnRevisions()
    {
        var tenant = Digests.Tenant with { Id = await ledger.AddTenantAsync() };
        await CloseAsync(tenant.Id, "2024-12-01", 1, 1_00);
        await CloseAsync(tenant.Id, "2025-01-01", 1, 2_00);
        await CloseAsync(tenant.Id, "2025-11-01", 1, 3_00);
        await CloseAsync(tenant.Id, "2025-12-01", 1, 4_00);
        await CloseAsync(tenant.Id, "2025-12-01", 2, null, "provisional", "Stripe was back");
        await CloseAsync(tenant.Id, "2026-01-01", 1, 6_00);
        await CloseAsync(tenant.Id, "2026-01-01", 2, 7_00, reason: "one payment came late");
        await CloseAsync(tenant.Id, "2026-02-01", 1, 8_00);
        await CloseAsync(await ledger.AddTenantAsync(), "2025-11-01", 1, 9_00);

        var history = await new MonthHistories(ledger.Database).ReadAsync(tenant, new Month(new DateOnly(2026, 1, 1)), TestContext.Current.CancellationToken);

        history.Earlier.ShouldBe(
        [
            new TrendPoint("cash_collected", "USD", new Month(new DateOnly(2025, 1, 1)), 2_00, false),
            new TrendPoint("cash_collected", "USD", new Month(new DateOnly(2025, 11, 1)), 3_00, false),
            new TrendPoint("cash_collected", "USD", new Month(new DateOnly(2025, 12, 1)), null, true),
        ]);
        history.Revisions.Select(revision => (revision.Number, revision.MadeBy, revision.Reason, revision.IsProvisional))
            .ShouldBe([(2, "test", "one payment came late", false), (1, "test", "month end", false)]);
        history.Departments.Select(one => one.Kpi).ShouldContain("cash_collected");
        history.Departments[0].Department.ShouldBe("sales");
    }

    private async Task CloseAsync(Guid tenant, string month, int revision, long? cash, string status = "final", string reason = "month end")
    {
        var first = DateOnly.Parse(month, System.Globalization.CultureInfo.InvariantCulture);
        var start = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await ledger.ExecuteAsync(
            """
            insert into frozen.months (tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
            select $1, $2, $3, 'test', $4, pg_current_snapshot(), max(d.seq), 'UTC', $5, $6, $7
            from config.kpi_definitions as d
            """,
            tenant, first, revision, reason, start, start.AddMonths(1), status);
        await ledger.ExecuteAsync(
            """
            insert into frozen.month_metrics (tenant_id, month, revision, status, provisional_reason, kpi, currency, unit, value, reading, display_order)
            values ($1, $2, $3, $4, case when $4 = 'provisional' then 'Stripe is silent.' end, 'cash_collected', 'USD', 'money', $5, 'Cash.', 1)
            """,
            tenant, first, revision, status, (decimal?)cash);
    }
}
