using Plumbline.Digest;
using static Plumbline.Tests.Digest.Digests;

namespace Plumbline.Tests.Digest;

public sealed class DigestContentTests
{
    [Theory]
    [InlineData(150_000, 120_000, "cash collected $1,500.00, up 25 %")]
    [InlineData(90_000, 120_000, "cash collected $900.00, down 25 %")]
    [InlineData(120_000, 120_000, "cash collected $1,200.00, unchanged")]
    [InlineData(120_000, 0, "cash collected $1,200.00")]
    public void Of_ClosedMonth_NamesTenantMonthAndChangeInTheSubject(long value, long previous, string headline) =>
        Content(Metric("Cash collected", value, previous)).Subject.ShouldBe($"Demo Company, January 2026: {headline}");

    [Theory]
    [InlineData(1, "provisional", " (provisional)")]
    [InlineData(2, "final", " (revision 2)")]
    [InlineData(3, "provisional", " (revision 3, provisional)")]
    public void Of_MonthThatIsNoFirstFinalOne_SaysSoInTheSubject(int revision, string status, string remark) =>
        DigestContent.Of(Tenant, January(Metric("Leads", 12, 10, "count")) with { Revision = revision, Status = status })
            .Subject.ShouldStartWith($"Demo Company, January 2026{remark}: leads 12");

    [Fact]
    public void Of_ChangeTooSmallForAPercentage_IsNotCalledUnchanged()
    {
        var content = Content(Metric("Cash collected", 100_000_001, 100_000_000));

        content.Subject.ShouldNotContain("unchanged");
        content.Verdict.ShouldContain("cash collected rose by $0.01 to $1,000,000.01");
    }

    [Theory]
    [InlineData("MRR", "MRR $1.00")]
    [InlineData("EBITDA margin", "EBITDA margin $1.00")]
    public void Of_LabelThatIsAnAcronym_KeepsItsCapitals(string label, string headline) =>
        Content(Metric(label, 100, null, hasPrevious: false)).Subject.ShouldEndWith($": {headline}", Case.Sensitive);

    [Theory]
    [InlineData("de-DE", "Januar 2026", "Dezember", "USD 1.500,00", "25,5 %")]
    [InlineData("fr-FR", "janvier 2026", "décembre", "USD 1\u202f500,00", "25,5 %")]
    [InlineData("ja-JP", "2026年1月", "12月", "USD 1,500.00", "25.5 %")]
    [InlineData("en-GB", "January 2026", "December", "USD 1,500.00", "25.5 %")]
    public void Of_Month_IsWrittenInTheTenantsCulture(string culture, string month, string previous, string cash, string percent)
    {
        var content = DigestContent.Of(Tenant with { Culture = culture }, January(Metric("Cash collected", 150_000, 119_523)));

        (content.Language, content.PreviousShortName, content.Rows[0].Value).ShouldBe((culture, previous, cash));
        content.MonthName.ShouldBe(month);
        content.Rows[0].Percent.ShouldBe($"(+{percent})");
        content.Verdict.ShouldEndWith($"cash collected rose {percent} to {cash}.");
    }

    [Fact]
    public void Of_Headlines_StandInTheirOrderAndAlone()
    {
        var content = Content(
            Metric("Leads", 12, 10, "count") with { HeadlineOrder = 2 },
            Metric("Visitors", 500, 400, "count"),
            Metric("Cash collected", 0, 0) with { HeadlineOrder = 3, InDigest = false },
            Metric("MRR", 700, 600) with { HeadlineOrder = 1 });

        content.Rows.Select(row => row.Label).ShouldBe(["MRR", "Leads", "Cash collected"]);
        content.Subject.ShouldContain("MRR $7.00");
    }

    [Fact]
    public void Of_MonthClosedBeforeThereWasAChoice_ShowsWhatItsDefinitionsNameAndWasNotNothing() =>
        Content(
                Metric("Cash collected", 0, 0),
                Metric("Refunds", 0, 0),
                Metric("Leads", 12, 10, "count"),
                Metric("Visitors", 500, 400, "count") with { InDigest = false })
            .Rows.Select(row => row.Label).ShouldBe(["Cash collected", "Leads"]);

    [Fact]
    public void Of_KpiInSeveralCurrencies_HasItsRowsTogether()
    {
        var rows = Content(InOrder(
            Metric("Cash collected", 100, 90),
            Metric("Cash collected", 100, 90, currency: "EUR"),
            Metric("Leads", 12, 10, "count"))).Rows;

        rows.Select(row => (row.Label, row.IsContinued)).ShouldBe([("Cash collected, USD", false), ("Cash collected, EUR", true), ("Leads", false)]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1, 3)]
    [InlineData(1, 2, 4)]
    public void Of_MonthThatLacksAHeadline_IsRefused(params int[] orders) =>
        Should.Throw<InvalidOperationException>(() => Content([.. orders.Select(order => Metric($"Figure {order}", 1, 1) with { HeadlineOrder = order })]))
            .Message.ShouldContain("demo 2026-01 r1 lacks headlines");

    [Fact]
    public void Of_HeadlineWithoutASentence_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Content(Metric("Leads", 1, 1, "count") with { Reading = " " })).Message.ShouldContain("says nothing of leads");

    [Fact]
    public void Of_MonthWithoutFigures_IsRefused() => Should.Throw<InvalidOperationException>(() => Content()).Message.ShouldContain("demo 2026-01 r1");

    [Fact]
    public void Of_MonthWithoutFiguresOfTheCompany_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Content(Metric("Cash collected", 100, 90, dimension: "department"))).Message.ShouldContain("demo 2026-01 r1");

    [Fact]
    public void Of_FiguresOfDepartments_StayOut() =>
        Content(Metric("Cash collected", 100, 90), Metric("Leads", 100, 90, "count", dimension: "department")).Rows.Select(row => row.Label).ShouldBe(["Cash collected"]);

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
        Content(Metric("Leads", value, previous, "count", goodDirection)).Rows[0].Judgement.ShouldBe(judgement);

    [Fact]
    public void Of_Row_WritesTheFigureTheOneBeforeAndTheDifference()
    {
        var row = Content(Metric("Cash collected", 90_000, 120_000)).Rows[0];

        (row.Value, row.Previous, row.Difference, row.Percent).ShouldBe(("$900.00", "$1,200.00", "−$300.00", "(−25 %)"));
        row.Reading.ShouldBe(Metric("Cash collected", 90_000, 120_000).Reading);
        row.Provisional.ShouldBeNull();
    }

    [Fact]
    public void Of_RatioRow_DiffersByPointsAlone()
    {
        var row = Content(Metric("Show rate", 0.72m, 0.66m, "ratio")).Rows[0];

        (row.Difference, row.Percent).ShouldBe(("+6.0 points", null));
    }

    [Fact]
    public void Of_RowWithoutAnythingToCompare_HasDashes()
    {
        var row = Content(Metric("Show rate", null, null, "ratio", hasPrevious: false)).Rows[0];

        (row.Value, row.Previous, row.Difference, row.Judgement).ShouldBe(("–", "–", "–", null));
    }

    [Fact]
    public void Of_ProvisionalRow_SaysWhyAndIsNotJudged()
    {
        var row = Content(Metric("Leads", 12, 10, "count").Provisional("No delivery since 28 January.")).Rows[0];

        row.Provisional.ShouldBe("No delivery since 28 January.");
        (row.Difference, row.Judgement).ShouldBe(("–", null));
    }

    [Fact]
    public void Of_ClosedMonth_SaysWhereItsFiguresComeFrom()
    {
        var content = Content(Metric("Cash collected", 1, 1));

        content.Provenance.ShouldStartWith("Figures as of Sunday, February 1, 2026 6:05\u00a0AM (America/New_York), final. Definitions version 3.");
        content.Revision.ShouldBe("Revision 1: January 2026 as it was first closed.");
    }

    [Fact]
    public void Of_LaterRevision_SaysWhenAndWhyItWasMadeAndWhatItReplaces() =>
        DigestContent.Of(Tenant, January(Metric("Leads", 12, 10, "count")) with { Revision = 3, Reason = "Stripe was back." }).Revision
            .ShouldBe("Revision 3, made on Sunday, February 1, 2026 6:05\u00a0AM because: Stripe was back. It replaces revision 2, which stays readable.");

    [Fact]
    public void Of_Changes_AreToldByMonthNewestFirstAndNoMoreThanTen()
    {
        var changes = Full().Changes;

        changes.Groups.Select(group => group.MonthName).ShouldBe(["December 2025", "November 2025", "October 2025"]);
        changes.Groups.Sum(group => group.Lines.Count).ShouldBe(10);
        changes.LeftOutNote.ShouldBe("and 4 more on the month's page");
        changes.Groups[0].Lines[0].ShouldBe(new DigestChange("Figure 2", "$1,000.02", "$1,200.02", "Figure 2 would be $200.00 higher: one payment came late."));
        DigestChanges.Of([], System.Globalization.CultureInfo.InvariantCulture).Groups.ShouldBeEmpty();
    }

    [Fact]
    public void ToJson_OfAMonth_HasFiguresWithTheirPlaceAndChanges()
    {
        using var json = System.Text.Json.JsonDocument.Parse(DigestArchive.ToJson(Tenant, FullMonth()));

        json.RootElement.GetProperty("revision").GetInt32().ShouldBe(2);
        json.RootElement.GetProperty("metrics")[1].GetProperty("headlineOrder").GetInt32().ShouldBe(2);
        json.RootElement.GetProperty("changes").GetArrayLength().ShouldBe(14);
        json.RootElement.GetProperty("changes")[0].GetProperty("month").GetString().ShouldBe("2025-10");
    }
}
