using Plumbline.Ledger;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

/// <summary>Which close tells what has changed: one whose digest goes out by itself, and no other.</summary>
public sealed class ToldChangesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly ManualTime time = new(Freezing.At("2026-02-01T12:00:00Z"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Freezing Freezing => new(ledger, time);

    [Fact]
    public async Task Freeze_MonthsThatAreCaughtUp_LeaveWhatChangedToTheOneThatIsMailed()
    {
        var tenant = await Freezing.TenantAsync("2026-01");
        await PayAsync(tenant, "ch:1", "2026-01-10");
        await Freezing.FreezeAsync(tenant, "2026-01");
        await PayAsync(tenant, "ch:2", "2026-01-11");

        // February to April closed in May: of these April's digest alone goes out.
        time.Now = Freezing.At("2026-05-02T12:00:00Z");
        foreach (var month in new[] { "2026-02", "2026-03", "2026-04" })
        {
            await Freezing.FreezeAsync(tenant, month);
        }

        (await ToldAsync(tenant)).ShouldBe(["2026-04 r1 tells 2026-01 cash_collected 100 → 200"]);
        time.Now = Freezing.At("2026-06-02T12:00:00Z");
        await Freezing.FreezeAsync(tenant, "2026-05");
        (await ToldAsync(tenant)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Regenerate_TellsWhatItsFirstRevisionTold_AndTakesNothingFromTheNextDigest()
    {
        var tenant = await Freezing.TenantAsync("2026-01");
        await PayAsync(tenant, "ch:3", "2026-01-10");
        await Freezing.FreezeAsync(tenant, "2026-01");
        await PayAsync(tenant, "ch:4", "2026-01-11");
        time.Now = Freezing.At("2026-03-02T12:00:00Z");
        await Freezing.FreezeAsync(tenant, "2026-02");
        await PayAsync(tenant, "ch:5", "2026-01-12");

        var regenerated = (await Freezing.RegenerateAsync(tenant, "2026-02", expected: 1)).ShouldBeOfType<RegenerateResult.Regenerated>().Month;
        time.Now = Freezing.At("2026-04-02T12:00:00Z");
        await Freezing.FreezeAsync(tenant, "2026-03");

        regenerated.Changes.Where(change => change.Kpi == "cash_collected").Select(change => change.CurrentValue).ShouldBe([200]);
        (await ToldAsync(tenant)).ShouldBe(["2026-02 r1 tells 2026-01 cash_collected 100 → 200", "2026-03 r1 tells 2026-01 cash_collected 100 → 300"]);
    }

    private Task PayAsync(Tenant tenant, string key, string day) => new LedgerWriter(ledger.Database, Metering.Off).AppendAsync(
        Deliveries.Event(tenant.Id, $"evt_{key}", "{}", Deliveries.Payment($"{key}:capture", 100, at: Freezing.At(day).AddHours(12))), Cancel);

    private Task<List<string>> ToldAsync(Tenant tenant) => ledger.ListAsync(
        """
        select concat(to_char(month, 'YYYY-MM'), ' r', revision, ' tells ', to_char(changed_month, 'YYYY-MM'), ' ', kpi, ' ', frozen_value, ' → ', current_value)
        from frozen.month_changes
        where tenant_id = $1 and kpi = 'cash_collected'
        order by seq
        """,
        row => row.GetString(0), tenant.Id);
}
