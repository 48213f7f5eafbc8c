using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Plumbline.Platform;

namespace Plumbline.OpenApi;

/// <summary>The document, which is put together once and named by its content; or 304, when the caller has it.</summary>
public sealed class DocumentResponse : IActionResult
{
    private static readonly Lazy<byte[]> Content = new(Write);
    private static readonly Lazy<EntityTagHeaderValue> Tag = new(() => new($"\"{Convert.ToHexStringLower(SHA256.HashData(Content.Value).AsSpan(0, 12))}\""));

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.Headers.ETag = Tag.Value.ToString();
        response.Headers.CacheControl = "public, no-cache";
        if (EntityTags.Hold(request.Headers.IfNoneMatch, Tag.Value))
        {
            response.StatusCode = 304;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        await response.Body.WriteAsync(Content.Value, context.HttpContext.RequestAborted);
    }

    internal static byte[] Write()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        ApiDocument.Build().SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
