using Microsoft.AspNetCore.Mvc;

namespace Plumbline.Reports;

/// <summary>An answer with what it was made from beside it; or 304, without content, when the caller's own still holds.</summary>
public sealed class ReportResponse(IActionResult? content, IReadOnlyDictionary<string, string> headers) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        if (content is not null)
        {
            return content.ExecuteResultAsync(context);
        }

        response.StatusCode = 304;
        return Task.CompletedTask;
    }
}
