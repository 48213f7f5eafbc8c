using AngleSharp.Dom;

namespace Plumbline.Tests.Reports;

public sealed class FunnelRendererTests
{
    [Fact]
    public async Task Render_Report_IsADocumentInTheTenantsLanguage()
    {
        var html = await FunnelPages.RenderAsync(FunnelSamples.April());
        var page = await FunnelPages.OpenAsync(FunnelSamples.April());

        html.ShouldStartWith("<!doctype html>");
        page.DocumentElement.GetAttribute("lang").ShouldBe("en-US");
        page.Title.ShouldBe("Demo Company, April 2026: conversion of its leads");
        page.QuerySelectorAll("h1").ShouldHaveSingleItem().TextContent.ShouldBe("Conversion, April 2026");
        page.QuerySelectorAll("main").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Render_Report_LoadsNothingAndRunsNothing()
    {
        var html = await FunnelPages.RenderAsync(FunnelSamples.April().BySource());
        var page = await FunnelPages.OpenAsync(FunnelSamples.April().BySource());

        page.QuerySelectorAll("img, picture, script, link, iframe, object, video, form").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name)
            .ShouldNotContain(name => name == "src" || name.StartsWith("on", StringComparison.Ordinal));
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        html.ShouldNotContain("http://");
        html.ShouldNotContain("https://");
    }

    [Fact]
    public async Task Render_Tables_NameTheirColumnsAndRows()
    {
        var page = await FunnelPages.OpenAsync(FunnelSamples.April().BySource());

        foreach (var table in page.QuerySelectorAll("table"))
        {
            table.QuerySelectorAll("thead th").ShouldAllBe(cell => cell.GetAttribute("scope") == "col" && cell.TextContent.Length > 0);
            table.QuerySelectorAll("tbody tr").ShouldAllBe(row => row.FirstElementChild!.LocalName == "th" && row.FirstElementChild.HasAttribute("scope"));
        }

        page.QuerySelectorAll("table").Length.ShouldBe(4);
        page.QuerySelectorAll("figure > figcaption").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Render_Funnel_IsAListOfItsStagesInOrder()
    {
        var stages = (await FunnelPages.OpenAsync(FunnelSamples.April())).QuerySelectorAll("figure ol > li");

        stages.Select(stage => stage.QuerySelector(".stage")!.TextContent).ShouldBe(["Visitors", "Leads", "Qualified", "Call booked", "Call completed", "Won"]);
        stages.Select(stage => stage.QuerySelector(".count")!.TextContent).ShouldBe(["4,210", "128", "61", "52", "34", "12"]);
        stages[1].Words().ShouldBe("Leads 128 of them reached the next stage: 47.7 %");
        stages[0].ClassList.ShouldContain("outside");
        stages[^1].QuerySelector(".slope").ShouldBeNull();
    }

    [Fact]
    public async Task Render_StageWithoutSignal_SaysSoAndNotZero()
    {
        var page = await FunnelPages.OpenAsync(FunnelSamples.Report([null, 128, null, 52, 34, 12], [null, 102, null, 41, 30, 11]));

        page.QuerySelectorAll("li.unmodeled .count").Select(count => count.TextContent).ShouldBe(["not yet modeled", "not yet modeled"]);
        Row(page, "Leads → qualified").Words().ShouldBe("Leads → qualified not yet modeled – –");
        page.QuerySelector("figcaption")!.TextContent.ShouldNotContain("visitors,");
    }

    [Fact]
    public async Task Render_Rate_SaysBetterOrWorseInWordsAndNotByColourAlone()
    {
        var page = await FunnelPages.OpenAsync(FunnelSamples.April());

        Row(page, "Leads → qualified").Words().ShouldBe("Leads → qualified 47.7 % 61 of 128 44.1 % 45 of 102 +3.6 points better");
        Row(page, "Leads → won").Words().ShouldEndWith("−1.4 points worse");
        Row(page, "Leads → won").QuerySelector(".worse").ShouldNotBeNull();
    }

    [Fact]
    public async Task Render_YoungLeads_AreMarkedProvisionalAndSayWhy()
    {
        var page = await FunnelPages.OpenAsync(FunnelSamples.MaySoFar());

        page.QuerySelectorAll(".badge").ShouldHaveSingleItem().ParentElement!.Words().ShouldBe("Of this month's leads provisional");
        Row(page, "Visitors → leads").Words().ShouldEndWith("better");
        Row(page, "Leads → won").Words().ShouldEndWith("worse so far");
        page.QuerySelectorAll(".notes li").Select(note => note.TextContent).ShouldContain("Provisional: 54 leads are younger than 90 days and may still move on.");
    }

    [Fact]
    public async Task Render_EmptyMonth_HasEveryPartAllTheSame()
    {
        var page = await FunnelPages.OpenAsync(FunnelSamples.Nothing());

        page.QuerySelector(".verdict")!.TextContent.ShouldBe("Nobody became a lead in April 2026.");
        page.QuerySelectorAll("figure ol > li").Length.ShouldBe(6);
        Row(page, "Leads → won").Words().ShouldBe("Leads → won – 0 of 0 – 0 of 0 –");
    }

    [Fact]
    public async Task Render_ViolatedCheck_IsShownAndExplained()
    {
        var page = await FunnelPages.OpenAsync(FunnelSamples.April().Violated());

        Row(page, "Deals won in the period of such a person.").Words().ShouldEndWith("2 of 13 violated");
        page.Body!.TextContent.ShouldContain("The figures are those of everybody else.");
        page.QuerySelectorAll("figure ol > li").Length.ShouldBe(6);
    }

    [Fact]
    public async Task Render_Tabs_AreLinksAndMarkTheOneThatIsOpen()
    {
        var tabs = (await FunnelPages.OpenAsync(FunnelSamples.April().BySource())).QuerySelectorAll("nav a");

        tabs.Select(tab => tab.GetAttribute("href")).ShouldContain("?month=2026-04&by=owner_id");
        tabs.Where(tab => tab.HasAttribute("aria-current")).ShouldHaveSingleItem().TextContent.ShouldBe("By source");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' style='display:none")]
    [InlineData("</table></main>{{name}} &amp; Söhne – 株式会社 😀")]
    public async Task Render_HostileText_IsTextAndNothingElse(string hostile)
    {
        var report = FunnelSamples.April().By("source_funnel", (hostile, [5, 4, 3, 2, 1])) with { Filter = new Dictionary<string, string> { ["branch"] = hostile } };

        var page = await FunnelPages.OpenAsync(report, FunnelSamples.Tenant with { Name = hostile });

        page.QuerySelector(".tenant")!.TextContent.ShouldBe(hostile);
        page.QuerySelector(".wide tbody th")!.TextContent.ShouldBe(hostile);
        page.QuerySelector(".notes li")!.TextContent.ShouldBe($"Only branch {hostile}.");
        page.QuerySelectorAll("script, img, [onerror]").ShouldBeEmpty();
        page.QuerySelectorAll("table").Length.ShouldBe(4);
    }

    private static IElement Row(IDocument page, string name) =>
        page.QuerySelectorAll("tbody tr").Single(row => row.FirstElementChild!.Words() == name);
}
