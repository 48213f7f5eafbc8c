using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Plumbline.Reports;

/// <summary>Renders the conversion page as an HTML document.</summary>
public sealed class FunnelRenderer(IServiceProvider services, ILoggerFactory logging)
{
    public async Task<string> RenderAsync(FunnelContent content)
    {
        await using var renderer = new HtmlRenderer(services, logging);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(FunnelDocument.Content)] = content });
            var page = await renderer.RenderComponentAsync<FunnelDocument>(parameters);
            return "<!doctype html>\n" + page.ToHtmlString();
        });
    }
}
