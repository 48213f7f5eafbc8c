using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

/// <summary>Digests and months as documents that can be looked into.</summary>
internal static class DigestPages
{
    public const string MonthUrl = "https://plumbline.example/api/pages/demo/months/2026-01?to=ab&expires=1&key=k1&signature=s";
    public const string UnsubscribeUrl = "https://plumbline.example/api/pages/demo/unsubscribe?to=ab&key=k1&signature=t";

    public static Task<string> RenderAsync(DigestContent content, string? monthUrl = MonthUrl, string? unsubscribeUrl = UnsubscribeUrl) =>
        WithRendererAsync(renderer => renderer.RenderAsync(content, monthUrl, unsubscribeUrl));

    public static Task<string> RenderAsync(MonthContent content) => WithRendererAsync(renderer => renderer.RenderAsync(content));

    public static async Task<IDocument> OpenAsync(string html)
    {
        var context = BrowsingContext.New(Configuration.Default);
        return await context.OpenAsync(request => request.Content(html), TestContext.Current.CancellationToken);
    }

    public static async Task<IDocument> OpenAsync(DigestContent content, string? monthUrl = MonthUrl, string? unsubscribeUrl = UnsubscribeUrl) =>
        await OpenAsync(await RenderAsync(content, monthUrl, unsubscribeUrl));

    public static async Task<IDocument> OpenAsync(MonthContent content) => await OpenAsync(await RenderAsync(content));

    private static async Task<string> WithRendererAsync(Func<DigestRenderer, Task<string>> render)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        return await render(new DigestRenderer(services, NullLoggerFactory.Instance));
    }
}
