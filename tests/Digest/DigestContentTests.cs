using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

public sealed class DigestContentTests
{
    [Fact]
    public void Of_ClosedMonth_NamesTenantMonthAndHeadlineInTheSubject() =>
        Digests.Content(Digests.Metric("Cash collected", 150_000, 120_000)).Subject
            .ShouldBe("Demo Company, January 2026: cash collected $1,500.00, up 25 %");

    [Theory]
    [InlineData(90_000, 120_000, "cash collected $900.00, down 25 %")]
    [InlineData(120_000, 120_000, "cash collected $1,200.00, unchanged")]
    [InlineData(120_000, 0, "cash collected $1,200.00")]
    public void Of_ClosedMonth_TellsTheChangeInTheSubject(long value, long previous, string headline) =>
        Digests.Content(Digests.Metric("Cash collected", value, previous)).Subject.ShouldEndWith($": {headline}", Case.Sensitive);

    [Fact]
    public void Of_ChangeTooSmallForAPercentage_IsNotCalledUnchanged() =>
        Digests.Content(Digests.Metric("Cash collected", 100_000_001, 100_000_000)).Subject.ShouldNotContain("unchanged");

    [Theory]
    [InlineData("MRR", "MRR $1.00")]
    [InlineData("EBITDA margin", "EBITDA margin $1.00")]
    public void Of_LabelThatIsAnAcronym_KeepsItsCapitals(string label, string headline) =>
        Digests.Content(Digests.Metric(label, 100, null, hasPrevious: false)).Subject.ShouldEndWith($": {headline}", Case.Sensitive);

    [Fact]
    public void Of_Months_AreNamedInTheTenantsCulture()
    {
        var content = DigestContent.Of(
            Digests.Tenant with { Culture = "de-DE" }, Digests.January(Digests.Metric("Cash collected", 150_000, 120_000)));

        content.Language.ShouldBe("de-DE");
        content.MonthName.ShouldBe("Januar 2026");
        content.PreviousMonthName.ShouldBe("Dezember 2025");
        content.Rows[0].Value.ShouldBe("USD 1.500,00");
    }

    [Fact]
    public void Of_SomeBetterAndSomeWorse_CountsThemInTheVerdict() =>
        Digests.Content(
                Digests.Metric("Cash collected", 150_000, 120_000),
                Digests.Metric("Refunds", 2_000, 1_000, goodDirection: "down"),
                Digests.Metric("Leads", 12, 10, "count"),
                Digests.Metric("Ad spend", 5_000, 5_000, goodDirection: "none"))
            .Verdict.ShouldBe("Cash collected rose by $300.00 (+25 %) to $1,500.00. Of 4 figures, 2 are better than the month before and 1 worse.");

    [Fact]
    public void Of_FirstMonth_SaysSoInTheVerdict()
    {
        var verdict = Digests.Content(Digests.Metric("Cash collected", 150_000, null, hasPrevious: false)).Verdict;

        verdict.ShouldStartWith("Cash collected came to $1,500.00");
        verdict.ShouldEndWith("there is no earlier month to compare with.");
    }

    [Fact]
    public void Of_MonthWithNothing_SaysThereIsNoData()
    {
        var content = Digests.Content(Digests.Metric("Cash collected", 0, 120_000), Digests.Metric("Show rate", null, 0.5m, "ratio"));

        content.Verdict.ShouldStartWith("There is no data for January 2026");
        content.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public void Of_MonthWithoutFigures_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Digests.Content()).Message.ShouldContain("demo 2026-01 r1");

    [Fact]
    public void Of_MonthWithoutFiguresOfTheCompany_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Digests.Content(Digests.Metric("Cash collected", 100, 90, dimension: "department")))
            .Message.ShouldContain("demo 2026-01 r1");

    [Fact]
    public void Of_FiguresOfDepartments_StayOut() =>
        Digests.Content(Digests.Metric("Cash collected", 100, 90), Digests.Metric("Leads", 100, 90, "count", dimension: "department"))
            .Rows.Select(row => row.Label).ShouldBe(["Cash collected"]);

    [Theory]
    [InlineData(120, 100, "up", "better")]
    [InlineData(80, 100, "up", "worse")]
    [InlineData(120, 100, "down", "worse")]
    [InlineData(80, 100, "down", "better")]
    [InlineData(120, 100, "none", "changed")]
    [InlineData(80, 100, "none", "changed")]
    [InlineData(100, 100, "up", "the same")]
    [InlineData(100, 100, "down", "the same")]
    public void Of_Change_IsJudgedByWhichWayIsBetter(int value, int previous, string goodDirection, string judgement) =>
        Digests.Content(Digests.Metric("Leads", value, previous, "count", goodDirection)).Rows[0].Judgement.ShouldBe(judgement);

    [Fact]
    public void Of_Row_WritesTheFigureTheOneBeforeAndTheDifference()
    {
        var row = Digests.Content(Digests.Metric("Cash collected", 90_000, 120_000)).Rows[0];

        row.Value.ShouldBe("$900.00");
        row.Previous.ShouldBe("$1,200.00");
        row.Delta.ShouldBe("-$300.00 (-25 %)");
        row.Reading.ShouldBe("Cash collected fell by $300.00 (-25 %) to $900.00.");
        row.Provisional.ShouldBeNull();
    }

    [Fact]
    public void Of_RatioRow_DiffersByPointsAlone() => Digests.Content(Digests.Metric("Show rate", 0.72m, 0.66m, "ratio")).Rows[0].Delta.ShouldBe("+6.0 points");

    [Fact]
    public void Of_RowWithoutAnythingToCompare_HasDashes()
    {
        var row = Digests.Content(Digests.Metric("Show rate", null, null, "ratio", hasPrevious: false)).Rows[0];

        (row.Value, row.Previous, row.Delta, row.Judgement).ShouldBe(("–", "–", "–", null));
    }

    [Fact]
    public void Of_ProvisionalRow_SaysWhyAndIsNotJudged()
    {
        var row = Digests.Content(Digests.Metric("Leads", 12, 10, "count").Provisional("No delivery since 28 January.")).Rows[0];

        row.Provisional.ShouldBe("No delivery since 28 January.");
        (row.Delta, row.Judgement).ShouldBe(("–", null));
    }

    [Fact]
    public void Of_ClosedMonth_SaysWhereItsFiguresComeFrom()
    {
        var provenance = Digests.Content(Digests.Metric("Cash collected", 1, 1)).Provenance;

        provenance.ShouldContain("February 1, 2026 6:05\u202fAM");
        provenance.ShouldContain("America/New_York");
        provenance.ShouldContain("revision 1");
        provenance.ShouldContain("final");
        provenance.ShouldContain("version 3");
    }
}
