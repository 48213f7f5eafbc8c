using System.Security.Cryptography;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Reconciliation.Checks.Work;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed class SplitCheckTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task SplitShares_NotAHundredPercentOrMoreThanTheDeal_AreFound()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.AppendAsync(
            Deal(id, "d1", "2026-05-01", "won", 100_000), Deal(id, "d2", "2026-05-01", "won", 100_000), Deal(id, "d3", "2026-05-01", "won", value: null),
            Deal(id, "d4", "2026-05-01", "won", 100_000, deleted: true), Deal(id, "d5", "2026-05-01", "won", 100_000, currency: "EUR"),
            // Rounded; said otherwise later; less than the deal; of a deal without value, in another currency, that is gone, or unknown.
            Split(id, "d1", "2026-05-03", Percent("r1", 33.33m), Percent("r2", 33.33m), Percent("r3", 33.33m)),
            Split(id, "d1", "2026-05-02", Percent("r1", 20)),
            Split(id, "d2", "2026-05-02", Amount("r1", 400), Amount("r2", 599.99m)),
            Split(id, "d3", "2026-05-02", Amount("r1", 5_000)), Split(id, "d5", "2026-05-02", Amount("r1", 5_000)),
            Split(id, "d4", "2026-05-02", Percent("r1", 50)), Split(id, "d9", "2026-05-02", Percent("r1", 100)));
        (await business.FindAsync("split_shares")).ShouldBeEmpty();

        await business.AppendAsync(
            Split(id, "d1", "2026-05-04", Percent("r1", 50), Percent("r2", 40.5m)),
            Split(id, "d2", "2026-05-05", Amount("r1", 700), Percent("r2", 40)),
            Split(id, "d3", "2026-05-06", Percent("r1", 60), Percent("r2", 60)));
        (await business.FindAsync("split_shares")).ShouldBe(
        [
            "d1 at 2026-05-04: The shares of deal d1 come to 90.5 percent and not to 100. [deal.split d1]",
            "d2 at 2026-05-05: The shares of deal d2 come to USD 1,100.00, and the deal is worth USD 1,000.00. [deal.split d2, d2 won]",
            "d3 at 2026-05-06: The shares of deal d3 come to 120 percent and not to 100. [deal.split d3]",
        ]);
    }

    [Fact]
    public async Task SplitReps_WhomTheSettingsDoNotName_AreFound()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.AppendAsync(Split(id, "d1", "2026-05-02", Percent("r1", 50), Percent("r2", 50)), Split(id, "d2", "2026-05-02", Percent("r9", 100)));
        (await business.FindAsync("split_reps")).ShouldBeEmpty("the settings name nobody");

        await business.SetAsync("insert into config.owners (tenant_id, tenant_version, owner_id, effective_from) select tenant_id, version, o.id, o.since from staging.tenants, (values ('r1', date '2026-01-01'), ('r2', date '2027-01-01')) as o (id, since) where tenant_id = $1");
        await business.AppendAsync(Split(id, "d2", "2026-05-03", Percent("r2", 100)));
        (await business.FindAsync("split_reps")).ShouldBeEmpty();

        await business.AppendAsync(Split(id, "d1", "2026-05-04", Percent("r1", 50), Percent("r7", 25), Percent("r7", 25)));
        (await business.FindAsync("split_reps")).ShouldBe(["d1/r7 at 2026-05-04: A share of deal d1 goes to r7, who is no owner in the settings. [deal.split d1]"]);

        await business.AppendAsync(Split(id, "d1", "2026-05-05", Percent("r1", 50), Percent("rep@business.example", 50)));
        (await business.FindAsync("split_reps")).ShouldBe(
            [$"d1/{Convert.ToHexStringLower(SHA256.HashData("rep@business.example"u8))[..12]} at 2026-05-05: A share of deal d1 goes to somebody named by an e-mail address, who is no owner in the settings. [deal.split d1]"]);
    }
}
