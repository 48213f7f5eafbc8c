using AngleSharp.Dom;
using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

public sealed class DigestTextTests
{
    [Fact]
    public async Task Render_Digest_SaysEverythingTheHtmlSays()
    {
        var content = Digests.Full("Zoë & <Söhne>");
        var text = DigestText.Render(content, DigestPages.MonthUrl, DigestPages.UnsubscribeUrl);
        var page = await DigestPages.OpenAsync(content);

        var pieces = page.Body!.QuerySelectorAll("*")
            .SelectMany(element => element.ChildNodes.OfType<IText>())
            .Select(node => node.Text.Trim())
            .Where(piece => piece.Length > 0)
            .ToArray();

        pieces.Length.ShouldBeGreaterThan(12 * 6);
        foreach (var piece in pieces)
        {
            text.ShouldContain(piece, Case.Sensitive);
        }

        foreach (var link in page.QuerySelectorAll("a"))
        {
            text.ShouldContain(link.GetAttribute("href")!);
        }
    }

    [Fact]
    public void Render_WithoutLinks_NamesNone() => DigestText.Render(Digests.Full(), monthUrl: null).ShouldNotContain("http");

    [Fact]
    public void Render_Name_IsNotEncoded() => DigestText.Render(Digests.Full("Zoë & <Söhne>"), null).ShouldStartWith("Zoë & <Söhne>\nJanuary 2026 (provisional)\n");

    [Fact]
    public void Render_Digest_HasNoLineWithTrailingSpaceAndEndsWithOneLineFeed()
    {
        var text = DigestText.Render(Digests.Full(), DigestPages.MonthUrl, DigestPages.UnsubscribeUrl);

        text.Split('\n').ShouldAllBe(line => line == line.TrimEnd());
        text.ShouldEndWith("\n");
        text.ShouldNotEndWith("\n\n");
        text.ShouldNotContain("\n\n\n");
    }

    [Fact]
    public void Render_WithoutChanges_HasNoWordOfThem() => DigestText.Render(Digests.Content(Digests.Metric("Leads", 1, 1, "count")), null).ShouldNotContain("closed months");
}
