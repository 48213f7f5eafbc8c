using Microsoft.Extensions.Configuration;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation;

public sealed class ReconciliationOutboxTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("America/New_York", "2026-01-15", -1, 0)]
    [InlineData("America/New_York", "2026-01-15", 0, 1)]
    [InlineData("Pacific/Kiritimati", "2026-01-15", -1, 0)]
    [InlineData("Pacific/Kiritimati", "2026-01-15", 0, 1)]
    // Clocks go forward here at two.
    [InlineData("America/New_York", "2026-03-08", 0, 1)]
    public async Task RequestIfDue_AroundTheTenantsMinute_IsDueFromItOn(string zone, string day, int minutes, int requests)
    {
        var tenant = await TenantAsync(zone);
        var local = DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture) + ReconciliationOutbox.HourOf(tenant);
        var time = new ManualTime(new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, TimeZoneInfo.FindSystemTimeZoneById(zone))).AddMinutes(minutes));

        await OutboxAt(time).RequestIfDueAsync(tenant, Cancel);

        (await RequestsAsync(tenant)).Count.ShouldBe(requests);
    }

    [Fact]
    public async Task RequestIfDue_AllDayLong_AsksOnceADayAndNotBesideAnother()
    {
        var tenant = await TenantAsync("UTC");
        var time = new ManualTime(new DateTimeOffset(2026, 1, 15, 6, 0, 0, TimeSpan.Zero));
        var outbox = OutboxAt(time);

        for (var hour = 0; hour < 40; hour++)
        {
            await outbox.RequestIfDueAsync(tenant, Cancel);
            time.Advance(TimeSpan.FromHours(1));
        }

        // The first has not ended yet.
        (await RequestsAsync(tenant)).ShouldBe(["timer 2026-01-15"]);
        await EndAsync(tenant);
        await outbox.RequestIfDueAsync(tenant, Cancel);
        await outbox.RequestIfDueAsync(tenant, Cancel);
        (await RequestsAsync(tenant)).ShouldBe(["timer 2026-01-15", "timer 2026-01-16"]);
    }

    [Fact]
    public void HourOf_ManyTenants_SpreadsOverTwoHours()
    {
        var hours = Enumerable.Range(0, 500).Select(_ => ReconciliationOutbox.HourOf(new Tenant
        {
            Id = Guid.NewGuid(), Slug = "a", Name = "A", Currency = "USD", Culture = "en-US", FirstMonth = new Month(new DateOnly(2026, 1, 1)), GraceHours = 6, StripeAccounts = [], TimeZone = "UTC",
        })).ToList();

        hours.Distinct().Count().ShouldBeGreaterThan(100);
        (hours.Min() >= TimeSpan.FromHours(3) && hours.Max() < TimeSpan.FromHours(5)).ShouldBeTrue();
    }

    private ReconciliationOutbox OutboxAt(TimeProvider time) => new(new Database(ledger.App, time), new Storage(new ConfigurationBuilder().Build(), null!), time);

    private async Task<Tenant> TenantAsync(string zone)
    {
        var id = await ledger.AddTenantAsync(zone);
        var slug = await ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        return (await new TenantDirectory(ledger.Database, TimeProvider.System).FindAsync(slug, Cancel))!;
    }

    private Task<List<string>> RequestsAsync(Tenant tenant) => ledger.ListAsync(
        "select requested_by || ' ' || due_on from ops.reconciliations where tenant_id = $1 order by seq", row => row.GetString(0), tenant.Id);

    private Task EndAsync(Tenant tenant) => ledger.ExecuteAsync("update ops.reconciliations set finished_at = now() where tenant_id = $1", tenant.Id);
}
