using Plumbline.Reports;

namespace Plumbline.Tests.Reports;

public sealed class FunnelContentTests
{
    [Fact]
    public void Verdict_MonthOver_SaysWhatBecameOfItsLeadsAndWhereMostWereLost() => FunnelPages.Content(FunnelSamples.April()).Verdict.ShouldBe(
        "Of 128 leads, 12 became customers (9.4\u00a0%), 1.4 points worse than March 2026. The widest gap is from lead to qualified: 67 of 128 have not taken that step.");

    [Fact]
    public void Verdict_LeadsStillYoung_ComparesWithTheSameAge() => FunnelPages.Content(FunnelSamples.MaySoFar()).Verdict.ShouldStartWith(
        "Of 54 leads, 1 became a customer so far (1.9\u00a0%), 10.3 points worse than April 1 – April 14 2026 at the same age.");

    [Fact]
    public void About_LeadsStillYoung_SaysAtWhatAgeTheOthersAreShown()
    {
        FunnelPages.Content(FunnelSamples.MaySoFar()).About.ShouldEndWith("April 1 – April 14 2026 is shown as it stood at the same age.");
        FunnelPages.Content(FunnelSamples.April()).About.ShouldNotContain("same age");
    }

    [Fact]
    public void Verdict_NobodyCame_SaysSo()
    {
        FunnelPages.Content(FunnelSamples.Nothing()).Verdict.ShouldBe("Nobody became a lead in April 2026.");
        FunnelPages.Content(FunnelSamples.Report([10, 0, 0, 0, 0, 0], [10, 7, 1, 1, 1, 1])).Verdict.ShouldBe("Nobody became a lead in April 2026; 7 did in March 2026.");
    }

    [Fact]
    public void Verdict_NoneWon_IsNoBlank() => FunnelPages.Content(FunnelSamples.Report([10, 4, 4, 4, 4, 0], [10, 4, 4, 4, 4, 0])).Verdict.ShouldBe(
        "Of 4 leads, none became a customer (0.0\u00a0%), the same as March 2026. The widest gap is from completed call to won: 4 of 4 have not taken that step.");

    [Fact]
    public void Verdict_WinsNotModeled_SpeaksOfTheFurthestStageThatIs() => FunnelPages.Content(FunnelSamples.Report([null, 20, null, 5, null, null], [null, 20, null, 6, null, null]))
        .Verdict.ShouldBe("Of 20 leads, 5 booked a call (25.0\u00a0%), 5.0 points worse than March 2026. The widest gap is from lead to booked call: 15 of 20 have not taken that step.");

    [Fact]
    public void Verdict_OnlyLeadsModeled_SaysThatNoMoreIsKnown() =>
        FunnelPages.Content(FunnelSamples.Report([null, 20, null, null, null, null], [null, 20, null, null, null, null]))
            .Verdict.ShouldBe("20 leads came in April 2026; what became of them is not yet modeled.");

    [Fact]
    public void Notes_PartOfAMonth_SayWhatIsComparedAndWhyItMayChange() => FunnelPages.Content(FunnelSamples.MaySoFar()).Notes.ShouldBe(
    [
        "Not over yet: May 1 – May 14 2026 is compared with April 1 – April 14 2026.",
        "Provisional: 54 leads are younger than 90 days and may still move on.",
    ]);

    [Fact]
    public void Notes_NarrowedByTags_NameThem() => FunnelPages.Content(FunnelSamples.April() with { Filter = new Dictionary<string, string> { ["branch"] = "north" } })
        .Notes.ShouldBe(["Only branch north."]);

    [Fact]
    public void Notes_CheckViolated_PointsToIt()
    {
        var report = FunnelSamples.April().Violated();

        var content = FunnelPages.Content(report);

        content.Notes.ShouldBe(["A check is violated: see what the report found about itself."]);
        content.Checks.ShouldContain(("Deals won in the period of such a person.", "2 of 13", "violated"));
        content.CheckMeanings.ShouldContain(meaning => meaning.StartsWith("Violated:", StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_EachRate_StandsOnItsNumbersBesideTheOneBefore()
    {
        var step = FunnelPages.Content(FunnelSamples.April()).Steps.Single(step => step.Name == "Call booked → call completed");

        (step.Rate, step.Quotient, step.PreviousRate, step.PreviousQuotient).ShouldBe(("65.4 %", "34 of 52", "73.2 %", "30 of 41"));
        (step.Change, step.Verdict, step.IsProvisional).ShouldBe(("−7.8 points", "worse", false));
    }

    [Fact]
    public void Steps_ChangeThatIsNotSeen_IsTheSame()
    {
        var step = FunnelPages.Content(FunnelSamples.Report([null, 3000, 1000, 500, 300, 100], [null, 3001, 1000, 500, 300, 100])).Steps.Single(step => step.Name == "Leads → qualified");

        (step.Change, step.Verdict, step.Judgement).ShouldBe(("0.0 points", "the same", null));
    }

    [Fact]
    public void Steps_StageWithoutSignal_IsPassedOverByTheNextOne()
    {
        var content = FunnelPages.Content(FunnelSamples.Report([null, 128, null, 52, 34, 12], [null, 102, null, 41, 30, 11]));

        content.Steps.Where(step => step.IsModeled).Select(step => step.Name).ShouldBe(["Leads → call booked", "Call booked → call completed", "Call completed → won"]);
        content.Steps.Where(step => !step.IsModeled).Select(step => step.Name).ShouldBe(["Visitors → leads", "Leads → qualified", "Qualified → call booked"]);
        content.Overall.ShouldHaveSingleItem().Name.ShouldBe("Leads → won");
    }

    [Fact]
    public void Steps_OverNothing_HaveNoRate()
    {
        var content = FunnelPages.Content(FunnelSamples.Nothing());

        content.Steps.ShouldAllBe(step => step.Rate == "–" && step.Quotient == "0 of 0" && step.Change == null);
        content.Bands.ShouldAllBe(band => band.Count == "0" && band.Onward == null);
    }

    [Fact]
    public void Bands_Stages_AreAsWideAsTheirCountsAndVisitorsStandOutside()
    {
        var bands = FunnelPages.Content(FunnelSamples.April()).Bands;

        bands.Select(band => (band.Name, band.Count, band.Onward)).ShouldBe(
        [
            ("Visitors", "4,210", "3.0 %"), ("Leads", "128", "47.7 %"), ("Qualified", "61", "85.2 %"),
            ("Call booked", "52", "65.4 %"), ("Call completed", "34", "35.3 %"), ("Won", "12", null),
        ]);
        bands[0].Kind.ShouldBe("outside");
        (bands[3].Width / bands[1].Width).ShouldBe(52m / 128, 0.0001m);
    }

    [Fact]
    public void Bands_StageWithoutSignal_IsNeverZero()
    {
        var bands = FunnelPages.Content(FunnelSamples.Report([null, 128, null, 52, 34, 12], [null, 102, null, 41, 30, 11])).Bands;

        bands[0].ShouldSatisfyAllConditions(band => band.Count.ShouldBe("not yet modeled"), band => band.Slope.ShouldBeNull());
        bands[2].ShouldSatisfyAllConditions(band => band.Count.ShouldBe("not yet modeled"), band => band.Width.ShouldBe(bands[1].Width), band => band.Onward.ShouldBe("40.6 %"));
        bands[1].Onward.ShouldBeNull();
    }

    [Fact]
    public void Table_BySource_HasTheLargestFirstAndTheWholeLast()
    {
        var table = FunnelPages.Content(FunnelSamples.April().BySource()).Table!;

        table.Columns.ShouldBe(["Leads", "Qualified", "Call booked", "Call completed", "Won"]);
        table.Rows.Select(row => row.Name).ShouldBe(["Webinar", "Ads", "Unknown source"]);
        table.Rows[0].Counts.ShouldBe(["60", "31", "28", "20", "8"]);
        table.Rows[0].Outcome!.Rate.ShouldBe("13.3 %");
        table.Total.Counts.ShouldBe(["128", "61", "52", "34", "12"]);
        table.LeftOut.ShouldBeNull();
    }

    [Fact]
    public void Table_ByMonth_KeepsTheirOrderAndNamesThem() =>
        FunnelPages.Content(FunnelSamples.April().By("month", ("2026-03", [1, 0, 0, 0, 0]), ("2026-04", [9, 3, 2, 1, 0]))).Table!.Rows.Select(row => row.Name)
            .ShouldBe(["March 2026", "April 2026"]);

    [Fact]
    public void Table_MoreGroupsThanAnyoneReads_SaysHowManyAreLeftOut()
    {
        var groups = Enumerable.Range(1, 45).Select(i => ($"source {i}", new long[] { i, 0, 0, 0, 0 })).ToArray();

        var table = FunnelPages.Content(FunnelSamples.April().By("source_funnel", groups)).Table!;

        table.Rows.Count.ShouldBe(40);
        table.Rows[0].Name.ShouldBe("source 45");
        table.LeftOut.ShouldBe("5 more with 15 leads between them are not listed here; the report over HTTP has them.");
    }

    [Fact]
    public void Table_OwnerByName_IsReadAsTheSettingsHaveIt()
    {
        var report = FunnelSamples.April().By("owner_id", ("usr_1", [5, 4, 3, 2, 1]), ("unknown", [1, 0, 0, 0, 0]));
        var named = report with { Groups = [report.Groups[0] with { Name = "Avery" }, report.Groups[1]] };

        FunnelPages.Content(named).Table!.Rows.Select(row => row.Name).ShouldBe(["Avery", "Unknown owner"]);
    }

    [Fact]
    public void Tabs_OneMonth_LeadToEveryOtherWayToLookAtIt()
    {
        var tabs = FunnelPages.Content(FunnelSamples.April().BySource()).Tabs;

        tabs.Select(tab => (tab.Name, tab.Link, tab.IsCurrent)).ShouldBe(
        [
            ("Everyone", "?month=2026-04", false), ("By source", "?month=2026-04&by=source_funnel", true),
            ("By owner", "?month=2026-04&by=owner_id", false), ("By branch", "?month=2026-04&by=branch", false),
        ]);
    }

    [Fact]
    public void Content_GermanTenant_WritesItsNumbersAndDates()
    {
        var content = FunnelPages.Content(FunnelSamples.April(), FunnelSamples.Tenant with { Culture = "de-DE", TimeZone = "Europe/Berlin" });

        content.Language.ShouldBe("de-DE");
        content.PeriodName.ShouldBe("April 2026");
        content.PreviousName.ShouldBe("März 2026");
        content.Bands[0].Count.ShouldBe("4.210");
        content.Steps[0].Rate.ShouldBe("3,0 %");
        content.Provenance.ShouldContain("14. August 2026 15:05 (Europe/Berlin)");
    }

    [Fact]
    public void Content_WeeksAcrossAYear_AreNamedByTheirFirstAndLastDay()
    {
        var report = FunnelSamples.April() with
        {
            Periods = new FunnelPeriods(new DateOnly(2025, 12, 29), new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 5), new DateOnly(2025, 12, 22), new DateOnly(2025, 12, 29), false),
        };

        var content = FunnelPages.Content(report);

        content.PeriodName.ShouldBe("December 29 2025 – January 4 2026");
        content.PreviousName.ShouldBe("December 22 – December 28 2025");
        content.Cohort.ShouldBe("this period's leads");
        content.Tabs.ShouldContain(tab => tab.Name == "By month");
    }
}
