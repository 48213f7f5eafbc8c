using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Reports;
using Plumbline.Tenants;

namespace Plumbline.Tests.Reports;

/// <summary>Conversion pages as documents that can be looked into.</summary>
internal static class FunnelPages
{
    public static FunnelContent Content(FunnelReport report, Tenant? tenant = null) =>
        FunnelContent.Of(tenant ?? FunnelSamples.Tenant, report, by => "?month=2026-04" + (by is null ? "" : $"&by={by}"));

    public static async Task<string> RenderAsync(FunnelReport report, Tenant? tenant = null)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        return await new FunnelRenderer(services, NullLoggerFactory.Instance).RenderAsync(Content(report, tenant));
    }

    public static async Task<IDocument> OpenAsync(FunnelReport report, Tenant? tenant = null)
    {
        var html = await RenderAsync(report, tenant);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html), CancellationToken.None);
    }

    /// <summary>Its pieces of text with a space between each, and without the white space of the source.</summary>
    public static string Words(this IElement element) =>
        string.Join(' ', element.Descendants<IText>().SelectMany(text => text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
