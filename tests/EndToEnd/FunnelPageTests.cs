using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The conversion page of the sample business: who may open it, and how a browser shows it.</summary>
[Collection(nameof(FunnelDemo))]
public sealed class FunnelPageTests(FunnelDemo demo)
{
    private const string Report = "/api/reports/demo/funnel";
    private const string Page = "/api/pages/demo/funnel";

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");
    private static readonly string[] Stages = ["visitor", "lead", "qualified", "booked", "completed", "won"];

    private const string SelectDrawn = """
        [...document.querySelectorAll('figure li')].map(stage => {
            const band = stage.querySelector('.band > span').getBoundingClientRect();
            return { Count: stage.querySelector('.count').textContent, Width: band.width, Height: band.height, Right: band.right };
        })
        """;

    // As WCAG 2 defines it, of every element with text of its own, against the nearest ground that is painted.
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
                    return { Content: element.textContent.trim(), Contrast: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
                });
        })()
        """;

    private FunctionApp Running => demo.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_FromTheDigestsLink_OpensForItsMonthAndNothingElse()
    {
        var month = await OpenAsync(demo.MonthPage);
        var link = Follow(demo.MonthPage, month.QuerySelector("a[href*=funnel]")!.GetAttribute("href")!);
        var page = await OpenAsync(link);

        page.QuerySelector("h1")!.TextContent.ShouldBe("Conversion, April 2026");
        var tabs = page.QuerySelectorAll("nav a").Select(tab => Follow(link, tab.GetAttribute("href")!)).ToArray();
        tabs.Length.ShouldBe(4);
        foreach (var tab in tabs)
        {
            (await OpenAsync(tab)).QuerySelectorAll("nav a[aria-current]").Length.ShouldBe(1);
        }

        foreach (var (changed, status) in new[]
        {
            (link.Replace("2026-04", "2026-03", StringComparison.Ordinal), HttpStatusCode.Unauthorized),
            (link.Replace("month=2026-04&", "", StringComparison.Ordinal), HttpStatusCode.Unauthorized),
            (link.Replace("/demo/", "/other/", StringComparison.Ordinal), HttpStatusCode.Unauthorized),
            (link.Replace("pages/demo/funnel?month=2026-04&", "pages/demo/months/2026-04?", StringComparison.Ordinal), HttpStatusCode.Unauthorized),
            (link.Replace(Page, Report, StringComparison.Ordinal), HttpStatusCode.Unauthorized),
            (link + "&owner_id=usr_1", HttpStatusCode.BadRequest),
            (Page + "?month=2026-04", HttpStatusCode.Unauthorized),
        })
        {
            using var refused = await Running.Http.GetAsync(changed, Cancel);
            refused.StatusCode.ShouldBe(status, changed);
        }
    }

    [Fact]
    public async Task Page_ByToken_OpensAnyPeriodAndLinksThatOpenByThemselves()
    {
        using var filtered = await demo.GetAsync($"{Page}?from=2026-01-01&to=2026-04-01&source_funnel=Webinar&by=month");
        using var response = await demo.GetAsync($"{Page}?month=2026-02");
        var page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Cancel));

        filtered.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await filtered.Content.ReadAsStringAsync(Cancel)).ShouldContain("Only source_funnel Webinar.");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        var link = page.QuerySelectorAll("nav a").First(tab => !tab.HasAttribute("aria-current")).GetAttribute("href")!;
        (await OpenAsync(Page + link)).QuerySelector("h1")!.TextContent.ShouldBe("Conversion, February 2026");
    }

    [Theory]
    [InlineData(1000, "light")]
    [InlineData(1000, "dark")]
    [InlineData(360, "light")]
    [InlineData(360, "dark")]
    public async Task Page_InABrowser_ShowsItsFunnelWhole(int width, string scheme)
    {
        await using var browser = await StartBrowserAsync();
        var report = await demo.ReadAsync($"{Report}?month=2026-04");

        foreach (var by in new[] { "", "&by=source_funnel" })
        {
            var address = new Uri(Running.Http.BaseAddress!, $"{Page}?month=2026-04{by}");
            var page = await browser.OpenAsync(address, width, scheme, Running.Token, Cancel);

            page.Requests.ShouldBe([address.ToString()]);
            page.Complaints.ShouldBeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth", Cancel)).ShouldBeLessThanOrEqualTo(width);
            (await page.EvaluateAsync<string>("document.title", Cancel)).ShouldBe("Demo Company, April 2026: conversion of its leads");
            foreach (var (stage, drawn) in Stages.Zip(await page.EvaluateAsync<Drawn[]>(SelectDrawn, Cancel)))
            {
                drawn.Count.ShouldBe(FunnelDemo.Clients(report, stage).ToString("N0", English), stage);
                drawn.Height.ShouldBeGreaterThan(20, stage);
                drawn.Right.ShouldBeLessThanOrEqualTo(width, stage);
            }

            var widths = (await page.EvaluateAsync<Drawn[]>(SelectDrawn, Cancel)).Select(drawn => drawn.Width).ToArray();
            widths.ShouldBe(widths.OrderDescending());
            (widths[5] / widths[1]).ShouldBe((double)FunnelDemo.Clients(report, "won") / FunnelDemo.Clients(report, "lead"), 0.02);
            var texts = await page.EvaluateAsync<Text[]>(SelectContrasts, Cancel);
            texts.Length.ShouldBeGreaterThan(100);
            texts.ShouldAllBe(text => text.Contrast >= 4.5);
        }
    }

    [Theory]
    [InlineData("2026-04")]
    [InlineData("2026-05")]
    public async Task Page_Printed_IsOneSheet(string month)
    {
        await using var browser = await StartBrowserAsync();

        var page = await browser.OpenAsync(new Uri(Running.Http.BaseAddress!, $"{Page}?month={month}"), 1000, "dark", Running.Token, Cancel);

        (await page.SheetsAsync(Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Page_Picture_IsTakenForTheReadme()
    {
        await using var browser = await StartBrowserAsync();
        var page = await browser.OpenAsync(new Uri(Running.Http.BaseAddress!, $"{Page}?month=2026-04"), 1000, "light", Running.Token, Cancel);

        var picture = await page.PictureAsync(Cancel);

        picture.Length.ShouldBeGreaterThan(20_000);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(Path.Combine(RepositoryRoot(), "docs", "funnel.png"), picture, Cancel);
        }
    }

    private static async Task<Chromium> StartBrowserAsync()
    {
        var path = Chromium.Find();
        Assert.SkipWhen(path is null, "No Chromium on the path, and none in CHROMIUM.");
        return await Chromium.StartAsync(path, Cancel);
    }

    private async Task<IHtmlDocument> OpenAsync(string path)
    {
        using var response = await Running.Http.GetAsync(path, Cancel);
        var html = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}\n{html}");
        return new HtmlParser().ParseDocument(html);
    }

    private string Follow(string from, string link) => new Uri(new Uri(Running.Http.BaseAddress!, from), link).PathAndQuery;

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private sealed record Drawn(string Count, double Width, double Height, double Right);

    private sealed record Text(string Content, double Contrast);
}
