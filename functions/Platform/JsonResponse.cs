using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Plumbline.Platform;

/// <summary>A JSON answer that needs no MVC formatter, so that it is the same under both hosts.</summary>
public sealed class JsonResponse(object value, int status = 200, string contentType = "application/json") : IActionResult
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public object Value => value;

    public int Status => status;

    public Dictionary<string, string> Headers { get; } = [];

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = status;
        response.ContentType = $"{contentType}; charset=utf-8";
        foreach (var (name, content) in Headers)
        {
            response.Headers[name] = content;
        }

        await JsonSerializer.SerializeAsync(response.Body, value, value.GetType(), Options, context.HttpContext.RequestAborted);
    }
}
