using System.Text;

namespace Plumbline.Tests.Digest;

public sealed class DigestRendererTests
{
    [Fact]
    public async Task Render_Digest_IsADocumentInTheTenantsLanguage()
    {
        var html = await DigestPages.RenderAsync(Digests.Full());
        html.ShouldStartWith("<!doctype html>");

        var page = await DigestPages.OpenAsync(html);
        page.DocumentElement.GetAttribute("lang").ShouldBe("en-US");
        page.CharacterSet.ShouldBe("utf-8", StringCompareShould.IgnoreCase);
        page.Title.ShouldBe(Digests.Full().Subject);
        page.QuerySelectorAll("h1").ShouldHaveSingleItem().TextContent.ShouldBe("January 2026");
    }

    [Fact]
    public async Task Render_Digest_IsOneTableOf600Pixels()
    {
        var page = await DigestPages.OpenAsync(Digests.Full());

        page.QuerySelectorAll("body > table").Length.ShouldBe(1);
        page.QuerySelectorAll("table[width='600']").ShouldHaveSingleItem().GetAttribute("style")!.ShouldContain("max-width:600px");
        page.QuerySelectorAll("table:not([role='presentation'])").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_Digest_LoadsNothing()
    {
        var html = await DigestPages.RenderAsync(Digests.Full());
        var page = await DigestPages.OpenAsync(html);

        page.QuerySelectorAll("img, picture, svg, script, link, style, iframe, object, video, form").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name)
            .ShouldNotContain(name => name == "class" || name == "src" || name == "background" || name.StartsWith("on", StringComparison.Ordinal));
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        html.ShouldNotContain("<!--");
    }

    [Fact]
    public async Task Render_TwelveRows_StayUnder80Kilobytes()
    {
        var content = Digests.Full();
        content.Rows.Count.ShouldBe(12);

        Encoding.UTF8.GetByteCount(await DigestPages.RenderAsync(content)).ShouldBeInRange(2_000, 80_000);
    }

    [Fact]
    public async Task Render_EveryText_StandsOutFromWhatItStandsOn()
    {
        var texts = Contrast.OfTexts(await DigestPages.OpenAsync(Digests.Full())).ToArray();

        texts.Length.ShouldBeGreaterThan(12 * 5);
        texts.ShouldAllBe(text => text.Ratio >= 4.5);
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
    [InlineData("{{name}} &amp; Söhne – 株式会社 😀")]
    public async Task Render_TenantsName_IsTextAndNothingElse(string name)
    {
        var page = await DigestPages.OpenAsync(Digests.Full(name));

        page.QuerySelector("p")!.TextContent.ShouldBe(name);
        page.Title.ShouldStartWith(name);
        page.QuerySelectorAll("script, b, [onload]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Render_MonthUrl_IsTheOneLink()
    {
        var link = (await DigestPages.OpenAsync(Digests.Full())).QuerySelectorAll("a").ShouldHaveSingleItem();

        link.GetAttribute("href").ShouldBe(DigestPages.MonthUrl);
        link.TextContent.ShouldBe("Open January 2026");
    }

    [Fact]
    public async Task Render_WithoutAMonthUrl_HasNoLink() =>
        (await DigestPages.OpenAsync(Digests.Full(), monthUrl: null)).QuerySelectorAll("a, button").ShouldBeEmpty();

    [Fact]
    public async Task Render_EveryRow_IsThereInOrder()
    {
        var content = Digests.Full();
        var text = (await DigestPages.OpenAsync(content)).Body!.TextContent;

        var at = 0;
        foreach (var piece in content.Rows.SelectMany(row => new[] { row.Label, row.Value, row.Previous, row.Delta, row.Judgement ?? "", row.Reading, row.Provisional ?? "" }))
        {
            at = text.IndexOf(piece, at, StringComparison.Ordinal);
            at.ShouldBeGreaterThanOrEqualTo(0, piece);
        }

        text.ShouldContain(content.Verdict);
        text.ShouldContain(content.Provenance);
    }

    [Fact]
    public async Task Render_ProvisionalRow_WearsABadge()
    {
        var badges = (await DigestPages.OpenAsync(Digests.Full())).QuerySelectorAll("span");

        badges.ShouldHaveSingleItem().TextContent.ShouldBe("provisional");
        badges[0].ParentElement!.TextContent.ShouldContain("Health score");
    }

    [Fact]
    public async Task Render_BetterAndWorse_DoNotRelyOnColourAlone()
    {
        var page = await DigestPages.OpenAsync(Digests.Content(Digests.Metric("Leads", 12, 10, "count"), Digests.Metric("Calls", 8, 10, "count")));

        string StyleOf(string word) => page.QuerySelectorAll("td").Single(cell => cell.ChildElementCount == 0 && cell.TextContent.EndsWith(word, StringComparison.Ordinal)).GetAttribute("style")!;
        StyleOf(", better").ShouldNotBe(StyleOf(", worse"));
    }
}
