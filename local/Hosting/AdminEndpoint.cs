using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Local.Hosting;

/// <summary>The Functions host's own way to run a function now: <c>POST /admin/functions/{name}</c> with the master key.</summary>
internal sealed class AdminEndpoint(FunctionCatalog catalog, HostKeys keys, TimerFunctions timers, QueueFunctions queues)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/admin/functions/{name}", FireAsync);

    private async Task<IResult> FireAsync(string name, HttpRequest request)
    {
        if (!keys.Allow(AuthorizationLevel.Admin, request)) return Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (catalog.Find(name) is not { } function) return Results.StatusCode(StatusCodes.Status404NotFound);

        string input;
        try
        {
            input = await InputAsync(request);
        }
        catch (JsonException)
        {
            return Problem("The body must be JSON like {\"input\":\"…\"}, or empty.");
        }

        switch (function)
        {
            case TimerFunction timer:
                timers.Fire(timer);
                return Results.StatusCode(StatusCodes.Status202Accepted);
            case QueueFunction queue:
                queues.Fire(queue, input);
                return Results.StatusCode(StatusCodes.Status202Accepted);
            default:
                return Problem($"{function.Name} is an HTTP function; call its route instead.");
        }
    }

    private static async Task<string> InputAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (string.IsNullOrWhiteSpace(body)) return "";
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("input", out var input)) return "";
        return input.ValueKind == JsonValueKind.String ? input.GetString()! : input.GetRawText();
    }

    private static IResult Problem(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
