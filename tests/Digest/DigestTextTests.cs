using AngleSharp.Dom;
using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

public sealed class DigestTextTests
{
    [Fact]
    public async Task Render_Digest_SaysEverythingTheHtmlSays()
    {
        var content = Digests.Full("Zoë & <Söhne>");
        var text = DigestText.Render(content, DigestPages.MonthUrl);
        var page = await DigestPages.OpenAsync(content);

        var pieces = page.Body!.QuerySelectorAll("*")
            .Where(element => element.LocalName != "a")
            .SelectMany(element => element.ChildNodes.OfType<IText>())
            .Select(node => node.Text.Trim())
            .Where(piece => piece.Length > 0)
            .ToArray();

        pieces.Length.ShouldBeGreaterThan(12 * 4);
        foreach (var piece in pieces)
        {
            text.ShouldContain(piece, Case.Insensitive);
        }

        text.ShouldContain(page.QuerySelector("a")!.GetAttribute("href")!);
    }

    [Fact]
    public void Render_WithoutAMonthUrl_NamesNone()
    {
        var text = DigestText.Render(Digests.Full(), monthUrl: null);

        text.ShouldNotContain("http");
        text.ShouldNotContain("Open the month");
    }

    [Fact]
    public void Render_Name_IsNotEncoded() => DigestText.Render(Digests.Full("Zoë & <Söhne>"), null).ShouldStartWith("Zoë & <Söhne>, January 2026\n");

    [Fact]
    public void Render_Digest_HasNoLineWithTrailingSpaceAndEndsWithOneLineFeed()
    {
        var text = DigestText.Render(Digests.Full(), DigestPages.MonthUrl);

        text.Split('\n').ShouldAllBe(line => line == line.TrimEnd());
        text.ShouldEndWith("\n");
        text.ShouldNotEndWith("\n\n");
    }
}
