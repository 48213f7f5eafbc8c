using System.Text;
using AngleSharp.Dom;
using Plumbline.Digest;
using static Plumbline.Tests.Digest.Digests;

namespace Plumbline.Tests.Digest;

public sealed class DigestRendererTests
{
    [Fact]
    public async Task Render_Digest_IsADocumentInTheTenantsLanguage()
    {
        var html = await DigestPages.RenderAsync(Full());
        html.ShouldStartWith("<!doctype html>");

        var page = await DigestPages.OpenAsync(html);
        page.DocumentElement.GetAttribute("lang").ShouldBe("en-US");
        page.CharacterSet.ShouldBe("utf-8", StringCompareShould.IgnoreCase);
        page.Title.ShouldBe(Full().Subject);
        page.QuerySelectorAll("h1").ShouldHaveSingleItem().ChildNodes.OfType<IText>().First().Text.Trim().ShouldBe("January 2026");
    }

    [Fact]
    public async Task Render_Digest_IsOneTableOf600Pixels()
    {
        var page = await DigestPages.OpenAsync(Full());

        page.QuerySelectorAll("body > table").Length.ShouldBe(1);
        page.QuerySelectorAll("table[width='600']").ShouldHaveSingleItem().GetAttribute("style")!.ShouldContain("max-width:600px");
        page.QuerySelectorAll("table:not([role='presentation'])").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_Digest_LoadsNothing()
    {
        var html = await DigestPages.RenderAsync(Full());
        var page = await DigestPages.OpenAsync(html);

        page.QuerySelectorAll("img, picture, svg, script, link, iframe, object, video, form").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name)
            .ShouldNotContain(name => name == "src" || name == "background" || name.StartsWith("on", StringComparison.Ordinal));
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        html.ShouldNotContain("<!--");
    }

    [Fact]
    public async Task Render_EveryClass_IsStyledInTheElementItself()
    {
        var page = await DigestPages.OpenAsync(Full());

        var elements = page.Body!.QuerySelectorAll("[class]").Prepend(page.Body).ToArray();
        elements.Length.ShouldBeGreaterThan(100);
        elements.Where(element => element.ClassName is not ("more" or "changes" or "compared")).ShouldAllBe(element => element.GetAttribute("style") == MailStyle.Inline(element.ClassName!));
        page.QuerySelectorAll("style").ShouldHaveSingleItem();
        page.QuerySelector("meta[name='color-scheme']")!.GetAttribute("content").ShouldBe("light dark");
        page.QuerySelector("meta[name='supported-color-schemes']")!.GetAttribute("content").ShouldBe("light dark");
    }

    [Fact]
    public async Task Render_TheLargestThereIs_StaysUnder80Kilobytes()
    {
        var content = Largest();
        content.Rows.Count.ShouldBe(36);

        Encoding.UTF8.GetByteCount(await DigestPages.RenderAsync(content)).ShouldBeInRange(2_000, 80_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Render_EveryText_StandsOutFromWhatItStandsOn(bool inTheDark)
    {
        var texts = Contrast.OfTexts(await DigestPages.OpenAsync(Full()), inTheDark).ToArray();

        texts.Length.ShouldBeGreaterThan(12 * 6);
        texts.ShouldAllBe(text => text.Ratio >= 4.5);
    }

    [Fact]
    public async Task Render_InTheDark_HasOtherColours()
    {
        var page = await DigestPages.OpenAsync(Full());

        Contrast.OfTexts(page, inTheDark: true).Select(text => text.Ratio).ShouldNotBe(Contrast.OfTexts(page).Select(text => text.Ratio));
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#ffffff", "#ffffff", 1)]
    public void Ratio_KnownColours_IsWhatWcagSays(string one, string other, double ratio) => Contrast.Ratio(one, other).ShouldBe(ratio, 0.005);

    [Theory]
    [InlineData("<b>&\"")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("' onload='x")]
    [InlineData("</style></title><img src=x>")]
    [InlineData("{{name}} &amp; Söhne – 株式会社 😀")]
    public async Task Render_WhatPeopleWrote_IsTextAndNothingElse(string written)
    {
        var month = FullMonth() with { Reason = written };
        var page = await DigestPages.OpenAsync(DigestContent.Of(
            Tenant with { Name = written },
            month with
            {
                Metrics = [.. month.Metrics.Select(metric => metric.Status == "provisional" ? metric.Provisional(written) : metric with { Reading = written })],
                Changes = [.. month.Changes.Select(change => change with { Label = written, Reading = written })],
            }));

        page.QuerySelector("p")!.TextContent.ShouldBe(written);
        page.Title.ShouldStartWith(written);
        page.QuerySelectorAll("td.reading")[0].TextContent.Trim().ShouldBe(written);
        page.QuerySelector("div.cause")!.TextContent.ShouldBe(written);
        page.QuerySelector("td.changed")!.TextContent.ShouldBe(written);
        page.QuerySelector("p.source")!.TextContent.ShouldContain($"because: {written}");
        page.QuerySelectorAll("script, b, img, [onload]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_Links_AreTheButtonAndThenTheWayOut()
    {
        var links = (await DigestPages.OpenAsync(Full())).QuerySelectorAll("a");

        links.Select(link => (link.TextContent, link.GetAttribute("href"))).ShouldBe([("Open January 2026", DigestPages.MonthUrl), ("Unsubscribe", DigestPages.UnsubscribeUrl)]);
    }

    [Fact]
    public async Task Render_WithoutAddresses_HasNoLink() =>
        (await DigestPages.OpenAsync(Full(), monthUrl: null, unsubscribeUrl: null)).QuerySelectorAll("a, button").ShouldBeEmpty();

    [Fact]
    public async Task Render_Digest_SaysEverythingInOrder()
    {
        var content = Full();
        var text = (await DigestPages.OpenAsync(content)).QuerySelector("table[width='600']")!.TextContent;

        string[] pieces =
        [
            content.TenantName, content.MonthName, "provisional", content.Verdict,
            .. content.Rows.SelectMany(row => new[] { row.Label, row.Value, row.Previous, row.Difference, row.Percent ?? "", row.Judgement ?? "", row.Reading, row.Provisional ?? "" }),
            "What changed in closed months",
            .. content.Changes.Groups.SelectMany(group => group.Lines.SelectMany(line => new[] { line.Label, line.Was, line.Now, line.Reading }).Prepend(group.MonthName)),
            content.Changes.LeftOutNote!, content.Revision, content.Provenance, "Open January 2026", content.Why, "Unsubscribe",
        ];
        var at = 0;
        foreach (var piece in pieces)
        {
            at = text.IndexOf(piece, at, StringComparison.Ordinal);
            at.ShouldBeGreaterThanOrEqualTo(0, piece);
            at += piece.Length;
        }
    }

    [Fact]
    public async Task Render_WithoutChanges_HasNoHeadingForThem() =>
        (await DigestPages.OpenAsync(Content(Metric("Leads", 12, 10, "count")))).QuerySelectorAll("h2").ShouldBeEmpty();

    [Fact]
    public async Task Render_ProvisionalRow_WearsABadge()
    {
        var badges = (await DigestPages.OpenAsync(Full())).QuerySelectorAll("span.badge");

        badges.Select(badge => badge.TextContent).ShouldBe(["provisional", "provisional"]);
        badges[0].ParentElement!.LocalName.ShouldBe("h1");
        badges[1].ParentElement!.TextContent.ShouldContain("Health score");
    }

    [Fact]
    public async Task Render_BetterAndWorse_AreWordsAsWellAsColours()
    {
        var page = await DigestPages.OpenAsync(Content(Metric("Leads", 12, 10, "count"), Metric("Calls", 8, 10, "count")));

        page.QuerySelectorAll("td.change > span:last-child").Select(word => (word.TextContent, word.ClassName)).ShouldBe([("better", "better"), ("worse", "worse")]);
    }
}
