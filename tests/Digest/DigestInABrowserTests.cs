using Plumbline.Digest;
using Plumbline.Local.Services;
using static Plumbline.Tests.Digest.Digests;

namespace Plumbline.Tests.Digest;

/// <summary>The mail and the month's page as a browser shows them: nothing wider than the window, nothing faint, one sheet of paper.</summary>
public sealed class DigestInABrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // Of every element with text of its own, against the nearest ground that is painted.
    private const string SelectContrasts = """
        (() => {
            const channel = value => value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
            const parts = colour => colour.match(/[\d.]+/g).map(Number);
            const luminance = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
            const ground = element => {
                const colour = parts(getComputedStyle(element).backgroundColor);
                return colour.length === 3 || colour[3] === 1 ? colour : ground(element.parentElement);
            };
            return [...document.body.querySelectorAll('*')]
                .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
                .map(element => {
                    const [one, other] = [luminance(parts(getComputedStyle(element).color)), luminance(ground(element))];
                    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                });
        })()
        """;

    // What sticks out of the window, or of the cell it stands in.
    private const string SelectOverflowing = """
        [...document.body.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5 || (element.matches('td, th') && element.scrollWidth > element.clientWidth + 1))
            .filter(element => element.childElementCount === 0)
            .map(element => element.className + ' ' + element.textContent.trim().slice(0, 40))
            .slice(0, 8)
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(600, "light")]
    [InlineData(600, "dark")]
    [InlineData(360, "light")]
    [InlineData(360, "dark")]
    public async Task Mail_InABrowser_FitsAndCanBeRead(int width, string scheme)
    {
        foreach (var content in new[] { Full(), Largest() })
        {
            await ReadsWellAsync(await DigestPages.RenderAsync(content), width, scheme);
        }
    }

    [Fact]
    public async Task Mail_WhereNoSheetIsRead_FitsAPhoneAllTheSame()
    {
        foreach (var content in new[] { DigestContent.Of(Tenant, SampleMonth.October), Full() })
        {
            await ReadsWellAsync((await DigestPages.RenderAsync(content)).Replace(MailStyle.Sheet, "", StringComparison.Ordinal), 360, "light");
        }
    }

    [Theory]
    [InlineData(1000, "light")]
    [InlineData(700, "dark")]
    [InlineData(360, "light")]
    [InlineData(360, "dark")]
    public async Task Month_InABrowser_FitsAndCanBeRead(int width, string scheme)
    {
        foreach (var content in new[] { SampleMonth.Page(FullMonth(), SampleMonth.History), SampleMonth.InThreeCurrencies() })
        {
            await ReadsWellAsync(await DigestPages.RenderAsync(content), width, scheme);
        }
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Month_OfThirtyThreeFiguresAndTwelveTrends_PrintsOnOneSheet(string scheme)
    {
        var html = await DigestPages.RenderAsync(SampleMonth.Page());
        var page = await browser.OpenAsync(html, 1000, scheme);

        (await page.SheetsAsync(Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData("digest.png", 600, "light")]
    [InlineData("digest-dark.png", 600, "dark")]
    [InlineData("digest-narrow.png", 360, "light")]
    [InlineData("month.png", 1000, "light")]
    [Trait("Category", "Docs")]
    public async Task Picture_OfTheSampleMonth_IsTakenForTheReadme(string name, int width, string scheme)
    {
        var html = name == "month.png"
            ? await DigestPages.RenderAsync(SampleMonth.Page())
            : await DigestPages.RenderAsync(DigestContent.Of(Tenant, SampleMonth.October));
        var page = await browser.OpenAsync(html, width, scheme);

        var picture = await page.PictureAsync(Cancel);

        picture.Length.ShouldBeGreaterThan(20_000);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(Path.Combine(RepositoryFolder.Find(), "docs", name), picture, Cancel);
        }
    }

    private async Task ReadsWellAsync(string html, int width, string scheme)
    {
        var page = await browser.OpenAsync(html, width, scheme);

        page.Requests.Count.ShouldBe(1);
        page.Complaints.ShouldBeEmpty();
        (await page.EvaluateAsync<string[]>(SelectOverflowing, Cancel)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth", Cancel)).ShouldBeLessThanOrEqualTo(width);
        var contrasts = await page.EvaluateAsync<double[]>(SelectContrasts, Cancel);
        contrasts.Length.ShouldBeGreaterThan(70);
        contrasts.Min().ShouldBeGreaterThanOrEqualTo(4.5);
    }
}
