using FsCheck;
using FsCheck.Fluent;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Random ledgers, counted by the views and counted one by one: every KPI is the same, live and as of earlier snapshots.</summary>
[Trait("Category", "Model")]
public sealed class ModelTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const int CasesARound = 50;

    // ./test --soak asks for more.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 200 : 20;

    [Fact]
    public async Task Kpis_OfRandomLedgers_AreWhatCountingOneByOneFinds()
    {
        await using var reader = await ModelReader.OpenAsync(ledger);
        var check = new ModelCheck(new ModelLedger(ledger, reader));

        Prop.ForAll(ModelRound.Any(CasesARound).ToArbitrary(), check.RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
    }
}
