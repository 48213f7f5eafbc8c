using FsCheck;
using FsCheck.Fluent;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.GoHighLevel;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class DealHealingTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compare_AnyLossAndAlteration_EndsAsTheSourceHasItAndStaysSo() =>
        Prop.ForAll(Cases().ToArbitrary(), given =>
        {
            var verdict = DealHealing.Compare(given.Source, given.Times, given.Known);

            var healed = Heal(given.Known, verdict);
            var last = healed.Max(state => state.At);
            AsOf(healed, last).ShouldBe(given.Source);
            AsOf(healed, given.Times.UpdatedAt + DealHealing.Tolerance).ShouldBe(given.Source);

            var again = DealHealing.Compare(given.Source, given.Times, healed);
            (again.Outcome, again.ApartMinor).ShouldBe((ItemOutcome.Matched, 0));
            again.Healing.ShouldBeEmpty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Compare_NothingAltered_IsNeverADifference() =>
        Prop.ForAll(Cases(altered: false).ToArbitrary(), given =>
        {
            var verdict = DealHealing.Compare(given.Source, given.Times, given.Known);

            verdict.Corrected.ShouldBeEmpty();
            verdict.Outcome.ShouldNotBe(ItemOutcome.Differing);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Compare_NothingLostNorAltered_Matches() =>
        Prop.ForAll(Cases(altered: false, lost: false).ToArbitrary(), given =>
            DealHealing.Compare(given.Source, given.Times, given.Known).Outcome.ShouldBe(ItemOutcome.Matched))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_OnlyTheWinWasLost_IsWonSinceItWas() =>
        Prop.ForAll(Histories().ToArbitrary(), history =>
        {
            var wins = history.Where((state, index) => state.Fields.Status == "won" && (index == 0 || history[index - 1].Fields.Status != "won")).ToArray();
            if (history[^1].Fields.Status != "won" || history.Count < 2)
            {
                return;
            }

            var win = wins[^1];
            var known = history.Where(state => state != win).ToList();
            if (known.Count == 0)
            {
                return;
            }

            var healed = Heal(known, DealHealing.Compare(history[^1].Fields, TimesOf(history), known));

            AsOf(healed, win.At)!.Status.ShouldBe("won");
            healed.Where(state => state.At < win.At).OrderBy(state => state.At).ThenBy(state => state.Seq).LastOrDefault()?.Fields.Status.ShouldNotBe("won");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Compare_LedgerIsSilent_IsHealedAndNoDifference()
    {
        var said = Fields("s1", "open", 100);
        var known = new KnownDeal(1, Start, said with { OwnerId = null, ValueMinor = null, Currency = null });

        var verdict = DealHealing.Compare(said, new DealTimes(Start, Start, Start, Start), [known]);

        (verdict.Outcome, verdict.ApartMinor).ShouldBe((ItemOutcome.Missing, -100));
        verdict.Healing.ShouldBe([(Start, said)]);
    }

    [Theory]
    [InlineData(null, 0L)]
    [InlineData(0L, null)]
    public void Compare_WorthNothing_MatchesHoweverThatIsSaid(long? here, long? there)
    {
        DealFields Worth(long? value) => Fields("s1", "open", 0) with { ValueMinor = value, Currency = value is null ? null : "USD" };

        DealHealing.Compare(Worth(there), new DealTimes(Start, Start, Start, Start), [new(1, Start, Worth(here))]).Outcome.ShouldBe(ItemOutcome.Matched);
    }

    [Theory]
    [InlineData("EUR", 100L)]
    [InlineData("JPY", 1L)]
    public void Compare_OnlyTheCurrencyIsAnother_Matches(string currency, long minor)
    {
        var source = Fields("s1", "open", minor) with { Currency = currency };
        KnownDeal[] known = [new(1, Start, Fields("s1", "won", 100)), new(2, Start.AddDays(1), Fields("s1", "open", 100))];

        var verdict = DealHealing.Compare(source, new DealTimes(Start, Start, Start.AddDays(1), Start.AddDays(1)), known);

        (verdict.Outcome, verdict.ApartMinor, verdict.Currency).ShouldBe((ItemOutcome.Matched, 0, "USD"));
    }

    [Fact]
    public void Compare_CurrencyAndNumberAreOthers_AreCorrectedInTheRowsAndNewsInTheSources()
    {
        var source = Fields("s1", "open", 3) with { Currency = "JPY" };
        KnownDeal[] known = [new(1, Start, Fields("s1", "open", 100))];

        DealHealing.Compare(source, new DealTimes(Start, Start, Start, Start), known).ShouldSatisfyAllConditions(
            verdict => verdict.Healing.ShouldBe([(Start, Fields("s1", "open", 300))]),
            verdict => (verdict.ApartMinor, verdict.Currency).ShouldBe((-200, "USD")));
        DealHealing.Compare(source, new DealTimes(Start, Start, Start, Start.AddDays(1)), known).Healing.ShouldBe([(Start.AddDays(1), source)]);
    }

    [Fact]
    public void Compare_DeletedInTheLedgerAndThereSince_IsRestored()
    {
        var open = Fields("s1", "open", 100);
        KnownDeal[] known = [new(1, Start, open), new(2, Start.AddDays(1), open with { IsDeleted = true })];

        DealHealing.Compare(open, new DealTimes(Start, Start, Start, Start.AddDays(3)), known).ShouldSatisfyAllConditions(
            verdict => verdict.Outcome.ShouldBe(ItemOutcome.Missing),
            verdict => verdict.Healing.ShouldBe([(Start.AddDays(3), open)]));
        DealHealing.Compare(open, new DealTimes(Start, Start, Start, Start), known).ShouldSatisfyAllConditions(
            verdict => verdict.Outcome.ShouldBe(ItemOutcome.Differing),
            verdict => verdict.Healing.ShouldBe([(Start.AddDays(1), open)]));
    }

    private static List<KnownDeal> Heal(IReadOnlyList<KnownDeal> known, DealVerdict verdict) =>
        [.. known, .. verdict.Healing.Select((healed, index) => new KnownDeal(1000 + index, healed.At, healed.Fields))];

    private static DealFields? AsOf(IEnumerable<KnownDeal> states, DateTimeOffset at) =>
        states.Where(state => state.At <= at).OrderBy(state => state.At).ThenBy(state => state.Seq).LastOrDefault()?.Fields;

    private static DealTimes TimesOf(List<KnownDeal> history)
    {
        var last = history[^1].Fields;
        return new DealTimes(
            history[0].At,
            history[history.FindLastIndex(state => state.Fields.StageId != last.StageId) + 1].At,
            history[history.FindLastIndex(state => state.Fields.Status != last.Status) + 1].At,
            history[^1].At);
    }

    private static DealFields Fields(string stage, string status, long value, string owner = "usr_1") =>
        new() { PipelineId = "p1", StageId = stage, Status = status, ValueMinor = value, Currency = "USD", OwnerId = owner, ClientId = "con_1" };

    // Changes of one thing at a time, further apart than what counts as the same moment.
    private static Gen<List<KnownDeal>> Histories() =>
        from steps in (
            from what in Gen.Choose(0, 3)
            from minutes in Gen.Choose(11, 5000)
            from to in Gen.Choose(1, 3)
            select (what, minutes, to)).ListOf()
        select steps.Take(7).Aggregate(
            new List<KnownDeal> { new(1, Start, Fields("s1", "open", 100)) },
            (history, step) =>
            {
                var last = history[^1];
                var fields = step.what switch
                {
                    0 => last.Fields with { StageId = $"s{step.to}" },
                    1 => last.Fields with { Status = ((string[])["open", "won", "lost"])[step.to - 1] },
                    2 => last.Fields with { ValueMinor = step.to * 100 },
                    _ => last.Fields with { OwnerId = $"usr_{step.to}" },
                };
                history.Add(new KnownDeal(last.Seq + 1, last.At.AddMinutes(step.minutes), fields));
                return history;
            });

    private static Gen<Case> Cases(bool altered = true, bool lost = true) =>
        from history in Histories()
        from fates in Gen.Choose(0, 9).ArrayOf(history.Count)
        from field in Gen.Choose(0, 4).ArrayOf(history.Count)
        from late in Gen.Choose(0, 200)
        select new Case(
            history[^1].Fields,
            TimesOf(history),
            [
                .. history.Where((_, index) => !lost || fates[index] > 2).Select((state, index) => altered && fates[index] == 9 ? Alter(state, field[index], late) : state),
            ]);

    private static KnownDeal Alter(KnownDeal state, int field, int late) => field switch
    {
        0 => state with { Fields = state.Fields with { StageId = "s9" } },
        1 => state with { Fields = state.Fields with { Status = "abandoned" } },
        2 => state with { Fields = state.Fields with { ValueMinor = 7 } },
        3 => state with { Fields = state.Fields with { IsDeleted = true } },
        _ => state with { At = state.At.AddHours(late) },
    };

    private sealed record Case(DealFields Source, DealTimes Times, IReadOnlyList<KnownDeal> Known);
}
