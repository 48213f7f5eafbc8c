using FsCheck;
using FsCheck.Fluent;
using Plumbline.Snapshots;
using Plumbline.Tests.Sql.Model;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

/// <summary>Random histories, a month of each closed early: what the changes report tells is what counting one by one finds.</summary>
[Trait("Category", "Model")]
public sealed class ChangePropertyTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>, IAsyncLifetime
{
    private const int Cases = 40;

    // ./test --soak asks for more.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 10 : 1;

    public async ValueTask InitializeAsync()
    {
        foreach (var formula in NaiveKpis.OfTerms)
        {
            await ledger.ExecuteAsync(ModelTests.Definition, formula.Kpi, formula.Unit, formula.Numerator);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Compare_RandomHistories_EachCauseIsWhatCountingOneByOneFinds()
    {
        var comparison = new ChangeComparison(ledger);

        ChangeCause[] looked = [ChangeCause.Late, ChangeCause.Adjustments];

        // By chance a round of them has no correction at all.
        for (var round = 0; round == 0 || (round < 5 && looked.Any(cause => comparison.Seen[cause] == 0)); round++)
        {
            Prop.ForAll(ModelRound.Any(Cases, Enum.GetValues<Theme>()).Select(SetAnew).ToArbitrary(), new ModelCheck(comparison.OfMonthAsync).RunAsync)
                .Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", comparison.Seen));
        foreach (var cause in looked)
        {
            comparison.Seen[cause].ShouldBeGreaterThan(0, cause.ToString());
        }
    }

    // Every other company is set up anew after the close: other calendars, and every label means spam.
    private static ModelRound SetAnew(ModelRound round) => round with
    {
        Cases = [.. round.Cases.Select((story, i) => i % 2 == 0 || story.Changes.FirstOrDefault(change => change.Settings is not null) is not { } first ? story : story with
        {
            Changes = [.. story.Changes, new Change
            {
                Id = story.Changes.Max(change => change.Id) + 1,
                Part = ModelCase.Parts - 1,
                Settings = first.Settings! with { SalesCalendars = [], LabelMeanings = first.Settings.LabelMeanings.ToDictionary(label => label.Key, _ => "spam") },
            }],
        })],
    };
}
