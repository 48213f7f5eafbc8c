using Plumbline.Digest;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Digest;

/// <summary>The mail and the month's page as a browser shows them: nothing wider than the window, nothing faint, one sheet of paper.</summary>
public sealed class DigestInABrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
            : await DigestPages.RenderAsync(DigestContent.Of(Digests.Tenant, SampleMonth.October));
        var page = await browser.OpenAsync(html, width, scheme);

        var picture = await page.PictureAsync(Cancel);

        picture.Length.ShouldBeGreaterThan(20_000);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(Path.Combine(RepositoryFolder.Find(), "docs", name), picture, Cancel);
        }
    }

    [Fact]
    public async Task Zz_Scratch()
    {
        async Task Shoot(string name, string html, int width, string scheme)
        {
            await File.WriteAllTextAsync($"/tmp/h/page-old/{name}.html", html, Cancel);
            var page = await browser.OpenAsync(html, width, scheme);
            await File.WriteAllTextAsync($"/tmp/h/page-old/{name}.sheets", (await page.SheetsAsync(Cancel)).ToString(), Cancel);
            await File.WriteAllBytesAsync($"/tmp/h/page-old/{name}-{width}-{scheme}.png", await page.PictureAsync(Cancel), Cancel);
        }
        var mail = await DigestPages.RenderAsync(DigestContent.Of(Digests.Tenant, SampleMonth.October));
        var month = await DigestPages.RenderAsync(SampleMonth.Page());
        await Shoot("mail", mail, 600, "dark");
        await Shoot("mail", mail, 360, "light");
        await Shoot("month", month, 1000, "light");
        await Shoot("month", month, 1000, "dark");
        await Shoot("month", month, 360, "light");
        await Shoot("print", month.Replace("@media print", "@media all"), 710, "light");
        await Shoot("full", await DigestPages.RenderAsync(Digests.Full()), 600, "light");
    }
}
