using Plumbline.Tests.Support;

namespace Plumbline.Tests.Digest;

/// <summary>One Chromium for all tests of a class, and documents written where it can open them.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumbline-pages-").FullName;
    private Chromium? browser;
    private int last;

    public async ValueTask InitializeAsync() =>
        browser = Chromium.Find() is { } path ? await Chromium.StartAsync(path, CancellationToken.None) : null;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    internal async Task<ChromiumPage> OpenAsync(string html, int width, string scheme)
    {
        var cancel = TestContext.Current.CancellationToken;
        Assert.SkipWhen(browser is null, "No Chromium on the path, and none in CHROMIUM.");
        var path = Path.Combine(folder, $"{Interlocked.Increment(ref last)}.html");
        await File.WriteAllTextAsync(path, html, cancel);
        return await browser.OpenAsync(new Uri(path), width, scheme, bearer: null, cancel);
    }
}
