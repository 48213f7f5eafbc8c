using Plumbline.Snapshots;
using static Plumbline.Tests.Digest.Digests;

namespace Plumbline.Tests.Digest;

public sealed class DigestVerdictTests
{
    private static readonly FrozenMetric Cash = Metric("Cash collected", 150_000, 120_000);
    private static readonly FrozenMetric Better = Metric("Leads", 12, 10, "count");
    private static readonly FrozenMetric Worse = Metric("Refunds", 2_000, 1_000, goodDirection: "down");
    private static readonly FrozenMetric Same = Metric("Calls", 4, 4, "count");
    private static readonly FrozenMetric Changed = Metric("Ad spend", 5_000, 4_000, goodDirection: "none");
    private static readonly FrozenMetric Untold = Metric("Show rate", null, 0.5m, "ratio");

    [Fact]
    public void Of_MoreBetterThanWorse_IsABetterMonth() => Verdict(Cash, Better, Worse, Changed)
        .ShouldBe("A better month: 2 of 4 figures improved and 1 got worse; cash collected rose 25 % to $1,500.00.");

    [Fact]
    public void Of_NoneWorse_LeavesThemUnsaid() => Verdict(Cash, Better, Same)
        .ShouldBe("A better month: 2 of 3 figures improved; cash collected rose 25 % to $1,500.00.");

    [Fact]
    public void Of_MoreWorseThanBetter_IsAWeakerMonth() => Verdict(Metric("Cash collected", 90_000, 120_000), Worse, Better)
        .ShouldBe("A weaker month: 2 of 3 figures got worse and 1 improved; cash collected fell 25 % to $900.00.");

    [Fact]
    public void Of_AsManyBetterAsWorse_IsAMixedMonth() => Verdict(Cash, Worse)
        .ShouldBe("A mixed month: 1 of 2 figures improved and 1 got worse; cash collected rose 25 % to $1,500.00.");

    [Fact]
    public void Of_NothingMoved_IsLikeTheMonthBefore() => Verdict(Metric("Cash collected", 500, 500), Same, Changed)
        .ShouldBe("A month like the one before: none of the 3 figures got better or worse; cash collected held at $5.00.");

    [Fact]
    public void Of_SomeWithoutAFigureToCompare_CountsTheOthersAlone() => Verdict(Cash, Better, Untold)
        .ShouldBe("A better month: 2 of the 2 figures that can be compared improved; cash collected rose 25 % to $1,500.00.");

    [Fact]
    public void Of_OneFigure_CountsNothing() => Verdict(Cash).ShouldBe("A better month: cash collected rose 25 % to $1,500.00.");

    [Fact]
    public void Of_FirstFigureARate_TellsItsPoints() => Verdict(Metric("Show rate", 0.72m, 0.66m, "ratio"), Worse)
        .ShouldEndWith("; show rate rose by 6.0 points to 72.0 %.");

    [Fact]
    public void Of_FirstFigureUntold_SaysSo() => Verdict(Untold, Better).ShouldStartWith("A better month: show rate cannot be told.");

    [Fact]
    public void Of_FirstMonth_SaysThatThereIsNoneToCompareWith() =>
        Verdict(Metric("Cash collected", 150_000, null, hasPrevious: false), Metric("Leads", 12, null, "count", hasPrevious: false))
            .ShouldBe("Cash collected came to $1,500.00; there is no earlier month to compare with.");

    [Fact]
    public void Of_MonthWithNothing_SaysThereIsNoData()
    {
        var content = Content(Metric("Cash collected", 0, 120_000), Untold);

        content.Verdict.ShouldBe("There is no data for January 2026: nothing was recorded, so every figure is nothing.");
        content.Subject.ShouldBe("Demo Company, January 2026: no data");
        content.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public void Of_HeadlinesWithNothingAndOtherFiguresWithSome_IsNotWithoutData() =>
        Verdict([.. InOrder(Metric("Cash collected", 0, 0)), Metric("Visitors", 500, 400, "count")]).ShouldNotContain("no data");

    [Fact]
    public void Of_ProvisionalMonth_SaysHowMuchOfItAndWhy() =>
        Verdict(Cash, Better.Provisional("GoHighLevel has sent nothing since 28 January."), Worse.Provisional("GoHighLevel has sent nothing since 28 January."))
            .ShouldBe("A better month: cash collected rose 25 % to $1,500.00. No other figure can be compared with December 2025. "
                + "2 of these 3 figures are provisional and may still change. GoHighLevel has sent nothing since 28 January.");

    [Fact]
    public void Of_MonthProvisionalAllThrough_ComparesNothing() => Verdict(Cash.Provisional("Stripe is silent."))
        .ShouldBe("Cash collected came to $1,500.00; no figure can be compared with December 2025. Every figure here is provisional and may still change. Stripe is silent.");

    [Fact]
    public void Of_MonthProvisionalOutsideItsHeadlines_SaysThatToo() =>
        Verdict([.. InOrder(Cash), Better.Provisional("The site is silent")])
            .ShouldEndWith(" The month is provisional in figures that its page shows and may still change. The site is silent.");

    [Fact]
    public void Of_ManyCauses_TellsTwo() => Verdict(Cash, Better.Provisional("One."), Worse.Provisional("Two."), Same.Provisional("Three."))
        .ShouldEndWith("One. Two. Further causes stand beside their figures.");

    [Fact]
    public void Of_ProvisionalMonthWithNothing_SaysBoth() => Verdict(Metric("Cash collected", 0, 10).Provisional("Stripe is silent."))
        .ShouldBe("There is no data for January 2026: nothing was recorded, so every figure is nothing. Every figure here is provisional and may still change. Stripe is silent.");

    private static string Verdict(params FrozenMetric[] metrics) => Content(metrics).Verdict;
}
