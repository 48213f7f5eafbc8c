using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Plumbline.Digest;

/// <summary>Renders a digest as an HTML document.</summary>
public sealed class DigestRenderer(IServiceProvider services, ILoggerFactory logging)
{
    /// <param name="funnelUrl">Where the conversion report of the month is; the e-mail has no link to it.</param>
    /// <param name="unsubscribeUrl">Where the recipient leaves the list; the month's page has no such link.</param>
    public async Task<string> RenderAsync(DigestContent content, string? monthUrl, string? funnelUrl = null, string? unsubscribeUrl = null)
    {
        await using var renderer = new HtmlRenderer(services, logging);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(DigestPage.Content)] = content,
                [nameof(DigestPage.MonthUrl)] = monthUrl,
                [nameof(DigestPage.FunnelUrl)] = funnelUrl,
                [nameof(DigestPage.UnsubscribeUrl)] = unsubscribeUrl,
            });
            var page = await renderer.RenderComponentAsync<DigestPage>(parameters);
            return "<!doctype html>\n" + page.ToHtmlString();
        });
    }
}
