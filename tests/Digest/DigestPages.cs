using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

/// <summary>Digests as documents that can be looked into.</summary>
internal static class DigestPages
{
    public const string MonthUrl = "https://plumbline.example/api/pages/demo/months/2026-01?to=ab&expires=1&key=k1&signature=s";

    public static async Task<string> RenderAsync(DigestContent content, string? monthUrl = MonthUrl)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        return await new DigestRenderer(services, NullLoggerFactory.Instance).RenderAsync(content, monthUrl);
    }

    public static async Task<IDocument> OpenAsync(string html)
    {
        var context = BrowsingContext.New(Configuration.Default);
        return await context.OpenAsync(request => request.Content(html), TestContext.Current.CancellationToken);
    }

    public static async Task<IDocument> OpenAsync(DigestContent content, string? monthUrl = MonthUrl) =>
        await OpenAsync(await RenderAsync(content, monthUrl));
}
