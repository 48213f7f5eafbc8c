using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Access;
using Plumbline.Digest;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

/// <summary>The parts that close months, over a test's database and clock.</summary>
internal sealed class Freezing(LedgerDatabase ledger, ManualTime time)
{
    public MonthFreezer Freezer { get; } = FreezerOf(ledger.Database, NoStorage, time);

    /// <summary>Without an account: what is copied after the commit is left to the next run.</summary>
    public static Storage NoStorage { get; } = new(new ConfigurationBuilder().Build(), null!);

    public static MonthFreezer FreezerOf(Database database, Storage storage, TimeProvider time)
    {
        var sealer = SealerOf(database, storage);
        return new(
            database, new FrozenMonths(database), new RevisionWriter(new RetroactiveChanges(database, NullLogger<RetroactiveChanges>.Instance), sealer), sealer,
            new DigestOutbox(database, storage, time), Metering.Off, time, NullLogger<MonthFreezer>.Instance);
    }

    public static Storage StorageAt(string connectionString) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)]).Build(), null!);

    public static MonthCloser CloserOf(Database database, Storage storage, TimeProvider time) => new(
        new TenantDirectory(database, time), FreezerOf(database, storage, time), new FrozenMonths(database), new ProvisionalMonths(database),
        SealerOf(database, storage), NullLogger<MonthCloser>.Instance);

    public static MonthSealer SealerOf(Database database, Storage storage) => new(database, new SealCopies(storage), NullLogger<MonthSealer>.Instance);

    public async Task<Tenant> TenantAsync(string firstMonth, string zone = "America/New_York")
    {
        var id = await ledger.AddTenantAsync(zone, firstMonth: $"{firstMonth}-01");
        var slug = await ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        return (await new TenantDirectory(ledger.Database, time).FindAsync(slug, TestContext.Current.CancellationToken))!;
    }

    public async Task<FrozenMonth> FreezeAsync(Tenant tenant, string month) =>
        (await Freezer.FreezeAsync(tenant, MonthOf(month), "test", "a test", afterGrace: false, TestContext.Current.CancellationToken))
            .ShouldBeOfType<FreezeResult.Frozen>().Month;

    public async Task<RegenerateResult> RegenerateAsync(Tenant tenant, string month, int expected, string reason = "the cause is gone now")
    {
        var call = new ManageCall(new Caller(tenant, "admin"), "month.regenerate");
        return await Freezer.RegenerateAsync(call, MonthOf(month), expected, reason, TestContext.Current.CancellationToken);
    }

    public static Month MonthOf(string text) => Month.TryParse(text, out var month) ? month : throw new FormatException(text);

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
