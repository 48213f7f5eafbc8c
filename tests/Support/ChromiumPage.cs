using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumbline.Tests.Support;

/// <summary>A page as a browser shows it.</summary>
internal sealed partial class ChromiumPage(Chromium browser, string session)
{
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every address it asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What it complained of, such as content that its policy forbids.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>The value of a JavaScript expression.</summary>
    public async Task<T> EvaluateAsync<T>(string expression, CancellationToken cancel)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true }, cancel);
        return answer.TryGetProperty("exceptionDetails", out var fault)
            ? throw new InvalidOperationException(fault.ToString())
            : answer.GetProperty("result").GetProperty("value").Deserialize<T>()!;
    }

    /// <summary>The whole page, as PNG.</summary>
    public async Task<byte[]> PictureAsync(CancellationToken cancel)
    {
        var size = (await SendAsync("Page.getLayoutMetrics", new { }, cancel)).GetProperty("cssContentSize");
        var clip = new { x = 0, y = 0, width = size.GetProperty("width").GetDouble(), height = size.GetProperty("height").GetDouble(), scale = 1 };
        var picture = await SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true, clip }, cancel);
        return picture.GetProperty("data").GetBytesFromBase64();
    }

    /// <summary>On how many sheets it prints.</summary>
    public async Task<int> SheetsAsync(CancellationToken cancel)
    {
        var printed = await SendAsync("Page.printToPDF", new { preferCSSPageSize = true, printBackground = true }, cancel);
        return Sheet().Count(Encoding.Latin1.GetString(printed.GetProperty("data").GetBytesFromBase64()));
    }

    internal async Task OpenAsync(Uri address, int width, string scheme, string? bearer, CancellationToken cancel)
    {
        await SendAsync("Page.enable", new { }, cancel);
        await SendAsync("Network.enable", new { }, cancel);
        await SendAsync("Log.enable", new { }, cancel);
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = false }, cancel);
        await SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } }, cancel);
        if (bearer is not null)
        {
            await SendAsync("Network.setExtraHTTPHeaders", new { headers = new { Authorization = $"Bearer {bearer}" } }, cancel);
        }

        await SendAsync("Page.navigate", new { url = address.ToString() }, cancel);
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60), cancel);
    }

    internal void Take(string happened, JsonElement details)
    {
        switch (happened)
        {
            case "Page.loadEventFired":
                loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                Requests.Enqueue(details.GetProperty("request").GetProperty("url").GetString()!);
                break;
            case "Log.entryAdded":
                Complaints.Enqueue(details.GetProperty("entry").GetProperty("text").GetString()!);
                break;
        }
    }

    private Task<JsonElement> SendAsync(string method, object parameters, CancellationToken cancel) => browser.SendAsync(session, method, parameters, cancel);

    [GeneratedRegex(@"/Type\s*/Page[^s]")]
    private static partial Regex Sheet();
}
