using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Local;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots;

public sealed class MonthFreezerTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Freeze_ClosedMonth_KeepsFiguresWithPreviousAndDelta()
    {
        var tenant = await TenantAsync("2026-01");
        await AppendAsync(tenant, Payment("ch:1:capture", 20_000, at: At("2026-01-10")), Payment("ch:2:capture", 25_000, at: At("2026-02-10")));

        var january = await FreezeAsync(tenant, "2026-01");
        var february = await FreezeAsync(tenant, "2026-02");

        var first = Cash(january);
        (first.Value, first.Previous, first.Delta).ShouldBe((20_000, null, null));
        var second = Cash(february);
        (second.Value, second.Previous, second.Delta, second.DeltaPercent).ShouldBe((25_000, 20_000, 5_000, 25.0m));
        second.Reading.ShouldBe("Cash collected rose by $50.00 (+25 %) to $250.00.");
        february.Month.StartsAt.ShouldBe(At("2026-02-01T05:00:00Z"));
        february.Month.EndsAt.ShouldBe(At("2026-03-01T05:00:00Z"));
        (february.Month.Revision, february.AlreadyFrozen).ShouldBe((1, false));
    }

    [Fact]
    public async Task Freeze_Twice_IsANoOp()
    {
        var tenant = await TenantAsync("2026-01");
        await AppendAsync(tenant, Payment("ch:1:capture", 20_000, at: At("2026-01-10")));
        await FreezeAsync(tenant, "2026-01");
        await AppendAsync(tenant, Payment("ch:2:capture", 999, at: At("2026-01-11")));

        var again = await FreezeAsync(tenant, "2026-01");

        again.AlreadyFrozen.ShouldBeTrue();
        Cash(again).Value.ShouldBe(20_000);
        (await ledger.ScalarAsync<long>("select count(*) from frozen.months where tenant_id = $1", tenant.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Freeze_ByManyAtOnce_MakesOneRevision()
    {
        for (var round = 0; round < 4; round++)
        {
            var tenant = await TenantAsync("2026-01");
            await AppendAsync(tenant, Payment("ch:1:capture", 5, at: At("2026-01-10")));

            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FreezeAsync(tenant, "2026-01"), Cancel)));

            results.Count(result => !result.AlreadyFrozen).ShouldBe(1);
            results.ShouldAllBe(result => Cash(result).Value == 5);
            (await ledger.ScalarAsync<long>("select count(*) from frozen.months where tenant_id = $1", tenant.Id)).ShouldBe(1);
            (await ledger.ScalarAsync<long>("select count(*) from frozen.month_metrics where tenant_id = $1 and kpi = 'cash_collected'", tenant.Id)).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("2026-06", "2026-06-20T00:00:00Z")]
    [InlineData("2026-05", "2026-06-01T03:59:59Z")]
    [InlineData("2027-01", "2026-06-20T00:00:00Z")]
    public async Task Freeze_MonthThatIsNotOver_IsRefused(string month, string now)
    {
        time.Now = At(now);
        var tenant = await TenantAsync(month);

        (await TryFreezeAsync(tenant, month)).ShouldBeOfType<FreezeResult.NotClosed>();
        (await ledger.ScalarAsync<long>("select count(*) from frozen.months where tenant_id = $1", tenant.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Freeze_AMinuteAfterTheMonthsLocalEnd_Succeeds()
    {
        time.Now = At("2026-06-20T00:00:00Z");
        var tenant = await TenantAsync("2026-05");

        (await FreezeAsync(tenant, "2026-05")).AlreadyFrozen.ShouldBeFalse();
    }

    [Fact]
    public async Task Freeze_OutOfOrder_NamesTheMonthThatIsOpen()
    {
        var tenant = await TenantAsync("2026-01");
        await FreezeAsync(tenant, "2026-01");

        (await TryFreezeAsync(tenant, "2026-03")).ShouldBeOfType<FreezeResult.EarlierMonthOpen>().Earliest.ToString().ShouldBe("2026-02");
        (await TryFreezeAsync(tenant, "2025-12")).ShouldBeOfType<FreezeResult.BeforeFirstMonth>().FirstMonth.ToString().ShouldBe("2026-01");
    }

    [Fact]
    public async Task Freeze_WithMoneyOfTwoCurrencies_FreezesARowEach()
    {
        var tenant = await TenantAsync("2026-01");
        await AppendAsync(tenant, Payment("ch:1:capture", 100, at: At("2026-01-10")), Payment("ch:2:capture", 7, currency: "JPY", at: At("2026-01-10")));

        var frozen = await FreezeAsync(tenant, "2026-01");

        frozen.Month.Metrics.Where(metric => metric.Kpi == "cash_collected").Select(metric => (metric.Currency, metric.Value))
            .ShouldBe([("USD", 100), ("JPY", 7)]);
    }

    [Fact]
    public async Task Freeze_WhenACurrencyComesOrGoes_ComparesWithNothingInstead()
    {
        var tenant = await TenantAsync("2026-01");
        await AppendAsync(tenant, Payment("ch:1:capture", 100, at: At("2026-01-10")), Payment("ch:2:capture", 500, currency: "EUR", at: At("2026-01-10")));
        await AppendAsync(tenant, Payment("ch:3:capture", 7, currency: "GBP", at: At("2026-02-10")));
        await FreezeAsync(tenant, "2026-01");

        var february = await FreezeAsync(tenant, "2026-02");

        february.Month.Metrics.Where(metric => metric.Kpi == "cash_collected").Select(metric => (metric.Currency, metric.Value, metric.Previous))
            .ShouldBe([("USD", 0, 100), ("EUR", 0, 500), ("GBP", 7, 0)]);
    }

    [Fact]
    public async Task Freeze_WhileTheTimeZoneChanges_LeavesNoGapAndNoOverlap()
    {
        var zones = new[] { "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland" };
        for (var round = 0; round < 4; round++)
        {
            var tenant = await TenantAsync("2026-01");
            var writer = new TenantWriter(ledger.Database, new TenantDirectory(ledger.Database, time), time);
            var puts = Task.Run(
                async () =>
                {
                    for (var i = 0; i < 8; i++)
                    {
                        await writer.PutAsync(tenant.Slug, new TenantSettings("Test & Sons", zones[(round + i) % zones.Length], "USD"), "test", Cancel);
                    }
                },
                Cancel);
            foreach (var month in new[] { "2026-01", "2026-02", "2026-03" })
            {
                await FreezeAsync(tenant, month);
            }

            await puts;
            var april = await ledger.ScalarAsync<DateTime>("select starts_at from report.month_period($1, '2026-04-01')", tenant.Id);
            var months = await ledger.ListAsync(
                "select starts_at, ends_at from frozen.months where tenant_id = $1 order by month", row => (row.GetDateTime(0), row.GetDateTime(1)), tenant.Id);
            months.Zip(months.Skip(1)).ShouldAllBe(pair => pair.First.Item2 == pair.Second.Item1);
            months[^1].Item2.ShouldBe(april);
        }
    }

    [Fact]
    public async Task CloseDue_AfterMissedRuns_CatchesUpInOrderAndRespectsTheGrace()
    {
        await using var own = new LedgerDatabase();
        await own.InitializeAsync();
        await own.AddTenantAsync("America/New_York", firstMonth: "2026-03-01", slug: "late-starter");
        var database = own.Database;
        var closer = Freezing.CloserOf(database, Freezing.StorageAt(await azurite.ConnectionStringAsync()), time);

        // June began at 04:00 UTC; six hours of grace end at 10:00.
        time.Now = At("2026-06-01T09:59:59Z");
        await closer.CloseDueAsync(Cancel);
        (await own.ListAsync("select to_char(month, 'YYYY-MM') from frozen.months order by frozen_at, xid", row => row.GetString(0))).ShouldBe(["2026-03", "2026-04"]);
    }

    private MonthFreezer Freezer(Database database) => Freezing.FreezerOf(database, Freezing.NoStorage, time);

    private async Task<Tenant> TenantAsync(string firstMonth)
    {
        var id = await ledger.AddTenantAsync("America/New_York", firstMonth: $"{firstMonth}-01");
        var slug = await ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        return (await new TenantDirectory(ledger.Database, time).FindAsync(slug, Cancel))!;
    }

    private Task AppendAsync(Tenant tenant, params Payment[] payments) =>
        new LedgerWriter(ledger.Database, Metering.Off).AppendAsync(Event(tenant.Id, $"evt_{Guid.NewGuid():n}", "{}", payments), Cancel);

    private async Task<FreezeResult.Frozen> FreezeAsync(Tenant tenant, string month) =>
        (await TryFreezeAsync(tenant, month)).ShouldBeOfType<FreezeResult.Frozen>();

    private Task<FreezeResult> TryFreezeAsync(Tenant tenant, string month)
    {
        Month.TryParse(month, out var parsed).ShouldBeTrue();
        return Freezer(ledger.Database).FreezeAsync(tenant, parsed, "test", "a test", afterGrace: false, Cancel);
    }

    private static FrozenMetric Cash(FreezeResult.Frozen frozen) => frozen.Month.Metrics.First(metric => metric.Kpi == "cash_collected");

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
