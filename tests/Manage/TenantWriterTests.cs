using Plumbline.Manage;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Manage;

[Trait("Category", "Sql")]
public sealed class TenantWriterTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_NewZoneBeforeAnyMonthIsClosed_HoldsForEveryMonth()
    {
        await PutAsync("zones", new TenantSettings("Zones", "UTC", "USD", FirstMonth: "2026-03"));
        await PutAsync("zones", new TenantSettings("Zones", "UTC", "USD", FirstMonth: "2026-01"));
        await PutAsync("zones", new TenantSettings("Zones", "Asia/Tokyo", "USD"));

        (await ZonesAsync("zones")).ShouldBe(["Asia/Tokyo"]);
        var rows = await CountAsync();
        await PutAsync("zones", new TenantSettings("Zones", "Asia/Tokyo", "USD"));
        (await CountAsync()).ShouldBe(rows);

        Task<long> CountAsync() => ledger.ScalarAsync<long>("select count(*) from config.time_zones z join config.tenants t using (tenant_id) where t.slug = 'zones'");
    }

    [Fact]
    public async Task Put_ByManyAtOnce_CreatesOneTenantWithOneVersion()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PutAsync("crowd", new TenantSettings("Crowd", "UTC", "USD")), Cancel)));

        results.Count(result => result.Created).ShouldBe(1);
        (await ledger.ScalarAsync<long>("select count(*) from config.tenant_versions v join config.tenants t using (tenant_id) where t.slug = 'crowd'")).ShouldBe(1);
    }

    [Fact]
    public async Task Put_ThatFails_LeavesNoHalfTenant()
    {
        var result = await Writer().PutAsync("half", new TenantSettings("Half", "Nowhere/Land", "USD"), "test", Cancel);

        result.ShouldBeOfType<PutTenantResult.Invalid>();
        (await ledger.ScalarAsync<long>("select count(*) from config.tenants where slug = 'half'")).ShouldBe(0);
    }

    [Fact]
    public async Task Put_WithoutSomeMembers_KeepsWhatTheyWere()
    {
        await PutAsync("keeps", new TenantSettings("Keeps", "UTC", "EUR", "2025-05", "de-DE", 12, [new RecipientSettings("a@keeps.example", "A")], ["acct_1"]));

        var saved = await PutAsync("keeps", new TenantSettings("Renamed", "UTC", "EUR"));

        (saved.Settings.Name, saved.Settings.Culture, saved.Settings.GraceHours, saved.Settings.FirstMonth).ShouldBe(("Renamed", "de-DE", 12, "2025-05"));
        saved.Settings.Recipients.ShouldBe([new RecipientSettings("a@keeps.example", "A")]);
        saved.Settings.StripeAccounts.ShouldBe(["acct_1"]);
    }

    private TenantWriter Writer() => new(ledger.Database, new TenantDirectory(ledger.Database, time), time);

    private async Task<PutTenantResult.Saved> PutAsync(string slug, TenantSettings settings) =>
        (await Writer().PutAsync(slug, settings, "test", Cancel)).ShouldBeOfType<PutTenantResult.Saved>();

    private Task<List<string>> ZonesAsync(string slug) => ledger.ListAsync(
        "select distinct z.time_zone from staging.zone_periods z join config.tenants t using (tenant_id) where t.slug = $1", row => row.GetString(0), slug);
}
