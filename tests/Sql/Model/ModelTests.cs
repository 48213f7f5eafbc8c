using FsCheck;
using FsCheck.Fluent;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Random ledgers, counted by the views and counted one by one: every number is the same, live and as of earlier snapshots.</summary>
[Trait("Category", "Model")]
public sealed class ModelTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>, IAsyncLifetime
{
    private const int CasesARound = 50;

    internal const string Definition = """
        insert into config.kpi_definitions (kpi, version, label, unit, good_direction, department, display_order, numerator, rule, effective_from, approved_by)
        values ($1, 1, $1, $2, 'none', 'test', 1000, $3, 'One term alone.', '2020-01-01', 'test')
        on conflict do nothing
        """;

    private ModelReader? reader;

    // ./test --soak asks for more.
    private static int Times => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 10 : 1;

    public async ValueTask InitializeAsync()
    {
        foreach (var formula in NaiveKpis.OfTerms)
        {
            await ledger.ExecuteAsync(Definition, formula.Kpi, formula.Unit, formula.Numerator);
        }

        reader = await ModelReader.OpenAsync(ledger);
    }

    public ValueTask DisposeAsync() => reader!.DisposeAsync();

    [Fact]
    public void Kpis_OfRandomLedgers_AreWhatCountingOneByOneFinds() =>
        Check(800, new ModelCheck(new KpiComparison(new ModelLedger(ledger), reader!).OfCompanyAsync));

    [Fact]
    public void KpisBy_OfRandomLedgers_AreThoseOfWhatHasTheTag() =>
        Check(200, new ModelCheck(new KpiComparison(new ModelLedger(ledger), reader!).ByTagAsync));

    [Fact]
    public void KpiRows_OfRandomLedgers_AreWhatWasCounted() =>
        Check(200, new ModelCheck(new RowComparison(new ModelLedger(ledger), reader!).OfKpiAsync));

    [Fact]
    public void Funnel_OfRandomLedgers_IsWhatBecameOfEachLead() =>
        Check(300, new ModelCheck(new FunnelComparison(new ModelLedger(ledger), reader!).OfCohortsAsync), Theme.Leads, Theme.Leads, Theme.Leads, Theme.Marketing, Theme.Everything);

    private static void Check(int cases, ModelCheck check, params Theme[] themes) =>
        Prop.ForAll(ModelRound.Any(CasesARound, themes.Length > 0 ? themes : Enum.GetValues<Theme>()).ToArbitrary(), check.RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(Times * cases / CasesARound));
}
