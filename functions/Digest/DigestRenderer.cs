using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Plumbline.Digest;

/// <summary>Renders a digest as a mail, and a month as a page: HTML documents both.</summary>
public sealed class DigestRenderer(IServiceProvider services, ILoggerFactory logging)
{
    /// <param name="monthUrl">Where the button leads; no button without it.</param>
    /// <param name="unsubscribeUrl">Where the reader says that it was the last one; no link without it.</param>
    public Task<string> RenderAsync(DigestContent content, string? monthUrl, string? unsubscribeUrl = null) => RenderAsync<DigestMail>(new()
    {
        [nameof(DigestMail.Content)] = content,
        [nameof(DigestMail.MonthUrl)] = monthUrl,
        [nameof(DigestMail.UnsubscribeUrl)] = unsubscribeUrl,
    });

    public Task<string> RenderAsync(MonthContent content) => RenderAsync<MonthDocument>(new() { [nameof(MonthDocument.Content)] = content });

    private async Task<string> RenderAsync<TDocument>(Dictionary<string, object?> parameters)
        where TDocument : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logging);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            "<!doctype html>\n" + (await renderer.RenderComponentAsync<TDocument>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
