using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Plumbline.Platform;

/// <summary>A page opened by a link that is itself the key: kept by no cache, told to no other site, and without script.</summary>
/// <param name="hasForm">Whether the page may send a form to where it came from.</param>
public sealed class HtmlResponse(string html, bool hasForm = false) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action {(hasForm ? "'self'" : "'none'")}; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(html, context.HttpContext.RequestAborted);
    }
}
