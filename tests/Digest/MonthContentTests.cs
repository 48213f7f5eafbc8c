using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

public sealed class MonthContentTests
{
    [Fact]
    public async Task Render_Month_ShowsEveryFigureOnceAndTheHeadlinesFirst()
    {
        var page = await DigestPages.OpenAsync(SampleMonth.Page());

        var headlines = page.QuerySelectorAll(".headlines td.label").Select(label => label.TextContent.Trim()).ToArray();
        var others = page.QuerySelectorAll(".figures tbody th").Select(label => label.TextContent.Trim()).ToArray();
        headlines.ShouldBe(SampleMonth.October.Metrics.Where(metric => metric.HeadlineOrder is not null).Select(metric => metric.Label));
        headlines.Concat(others).ShouldBe(SampleMonth.October.Metrics.Where(metric => metric.Dimension == "company").Select(metric => metric.Label), ignoreOrder: true);
        page.QuerySelectorAll(".figures thead th:first-child").Select(name => name.TextContent).ShouldBe(["Sales", "Marketing", "Client success", "Delivery", "Finance"]);
    }

    [Fact]
    public async Task Render_EveryHeadline_HasItsTrendAndSaysWhatItShows()
    {
        var page = await DigestPages.OpenAsync(SampleMonth.Page());

        var trends = page.QuerySelectorAll(".headlines svg[role='img']");
        trends.Length.ShouldBe(12);
        trends.ShouldAllBe(trend => trend.QuerySelector("title")!.TextContent == trend.GetAttribute("aria-label"));
        trends[0].GetAttribute("aria-label")!.ShouldStartWith("Cash collected over 13 months: lowest $");
        page.QuerySelectorAll("circle.hollow").ShouldHaveSingleItem();
        trends[9].QuerySelectorAll("polyline").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Render_Month_HasTheTopSourcesOfItsLeads()
    {
        var page = await DigestPages.OpenAsync(SampleMonth.Page());

        var rows = page.QuerySelectorAll(".sources tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim()))).ToArray();
        rows.ShouldBe(["Webinar|18|41 %", "Facebook Ads|11|25 %", "Referral|7|16 %", "Unknown|5|11 %", "Podcast|2|5 %"]);
    }

    [Fact]
    public async Task Render_EarlierRevision_SaysWhatReplacedItAndLinksToTheOthers()
    {
        var revisions = new[]
        {
            new MonthRevision(2, SampleMonth.October.FrozenAt.AddDays(3), "ann", "Stripe <was> back", false),
            new MonthRevision(1, SampleMonth.October.FrozenAt, "timer", "month end", true),
        };
        var page = await DigestPages.OpenAsync(SampleMonth.Page(SampleMonth.October, SampleMonth.History with { Revisions = revisions }));

        page.QuerySelector(".replaced")!.TextContent.ShouldBe("This is revision 1; revision 2 replaced it.");
        var lines = page.QuerySelectorAll(".revisions li");
        lines[0].QuerySelector("a")!.GetAttribute("href").ShouldBe("?revision=2&to=ab");
        lines[0].TextContent.ShouldContain("by ann: Stripe <was> back");
        lines[1].QuerySelector("[aria-current]")!.TextContent.ShouldBe("Revision 1, provisional");
        lines[1].QuerySelectorAll("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_Changes_AreAllToldAndThoseOfThisMonthApart()
    {
        var month = SampleMonth.October with { Changes = Digests.Changes(14) };
        var since = new[] { Digests.Change("2026-10", "Leads", 44, 45, "One lead came late.", "count") };

        var page = await DigestPages.OpenAsync(SampleMonth.Page(month, SampleMonth.History, since));

        var lists = page.QuerySelectorAll("table.changes");
        lists.Select(list => list.QuerySelectorAll("td.changed").Length).ShouldBe([1, 14]);
        lists[0].ParentElement!.QuerySelector("h2")!.TextContent.ShouldBe("What changed since this month closed");
        page.QuerySelectorAll(".left-out").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_Month_LoadsNothingAndLinksToItsConversion()
    {
        var page = await DigestPages.OpenAsync(SampleMonth.Page());

        page.QuerySelectorAll("img, script, link, iframe, object, form, [style*='url(']").ShouldBeEmpty();
        page.QuerySelector("a[href*='funnel?']")!.GetAttribute("href").ShouldBe("../funnel?month=2026-10&to=ab");
        page.DocumentElement.GetAttribute("lang").ShouldBe("en-US");
        page.QuerySelectorAll(".headlines [style]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_FirstMonthWithNothingAroundIt_IsThereAllTheSame()
    {
        var month = Digests.January(Digests.Metric("Cash collected", 150_000, null, hasPrevious: false));
        var page = await DigestPages.OpenAsync(MonthContent.Of(Digests.Tenant, month, new MonthHistory([], [], []), since: null, number => $"?{number}", funnelUrl: null));

        page.QuerySelector(".verdict")!.TextContent.ShouldEndWith("there is no earlier month to compare with.");
        page.QuerySelectorAll("h2").ShouldBeEmpty();
    }
}
