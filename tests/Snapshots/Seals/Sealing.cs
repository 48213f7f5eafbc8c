using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots.Seals;

/// <summary>What closes, seals and verifies months, on a database and a storage account.</summary>
internal sealed class Sealing
{
    private readonly Database database;
    private readonly ManualTime time = new(new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero));

    public Sealing(Database database, string storage)
    {
        this.database = database;
        Storage = new Storage(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", storage)]).Build(), null!);
        Copies = new SealCopies(Storage);
        Sealer = new MonthSealer(database, Copies, NullLogger<MonthSealer>.Instance);
        Verifier = new SealVerifier(database, Sealer, Copies);
        Freezer = Freezing.FreezerOf(database, Storage, time);
    }

    public Storage Storage { get; }

    public SealCopies Copies { get; }

    public MonthSealer Sealer { get; }

    public SealVerifier Verifier { get; }

    public MonthFreezer Freezer { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Month Month(string text) => Plumbline.Tenants.Month.TryParse(text, out var month) ? month : throw new FormatException(text);

    public async Task<Tenant> TenantAsync(string slug) => (await new TenantDirectory(database, time).FindAsync(slug, Cancel)).ShouldNotBeNull();

    public async Task FreezeAsync(Tenant tenant, string month) =>
        (await Freezer.FreezeAsync(tenant, Month(month), "test", "a test", afterGrace: false, Cancel)).ShouldBeOfType<FreezeResult.Frozen>();

    public Task<SealReport> VerifyAsync(Tenant tenant, string? month = null) =>
        Verifier.VerifyAsync(tenant, month is null ? null : Month(month), "test", Cancel);

    public async Task AppendAsync(params Delivery[] deliveries)
    {
        foreach (var delivery in deliveries)
        {
            await new LedgerWriter(database, Metering.Off).AppendAsync(delivery, Cancel);
        }
    }

    /// <summary>Everything that does not verify, a line each.</summary>
    public static List<string> Lines(SealReport report) =>
    [
        .. from month in report.Months
           from failure in month.Failures
           select string.Create(CultureInfo.InvariantCulture, $"{month.Month} r{month.Revision} {failure.Kind} {failure.Table} {string.Join(',', failure.Rows)}").TrimEnd(),
        .. report.Failures.Select(failure => $"{failure.Kind} {failure.Table} {string.Join(',', failure.Rows)}"),
    ];
}
