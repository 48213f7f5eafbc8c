using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Health;
using Plumbline.Platform;
using Plumbline.Tests.Local;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Health;

[Trait("Category", "Sql")]
public sealed class ReadinessTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_AsTheAppsRole_IsReady()
    {
        var found = await Readiness(await azurite.ConnectionStringAsync()).FindAsync(Cancel);

        found.Checks.ShouldAllBe(check => check.Status == "ok" && check.Detail == null);
        found.Status.ShouldBe("ready");
    }

    [Fact]
    public async Task Find_ByManyAndAgainWithinFiveSeconds_IsOneLook()
    {
        var readiness = Readiness(await azurite.ConnectionStringAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => readiness.FindAsync(Cancel)));
        time.Advance(TimeSpan.FromSeconds(4));
        var soon = await readiness.FindAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(2));
        var later = await readiness.FindAsync(Cancel);

        answers.Append(soon).ShouldAllBe(answer => ReferenceEquals(answer, answers[0]));
        later.ShouldNotBeSameAs(soon);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a;")]
    [InlineData("")]
    public async Task Find_WithoutStorage_IsNotReadyForThatAlone(string storage)
    {
        var found = await Readiness(storage).FindAsync(Cancel);

        found.Status.ShouldBe("not-ready");
        var failed = found.Checks.Where(check => check.Status == "failed").ShouldHaveSingleItem();
        failed.Name.ShouldBe("storage");
        failed.Detail.ShouldNotBeNull().ShouldNotContain("127.0.0.1");
    }

    private Readiness Readiness(string storage)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", storage)]).Build();
        return new Readiness(
            new DatabaseChecks(ledger.Database), new StorageCheck(new Storage(configuration, new DefaultAzureCredential())), time, NullLogger<Readiness>.Instance);
    }
}
