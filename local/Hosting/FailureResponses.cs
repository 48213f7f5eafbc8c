using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Plumbline.Local.Hosting;

/// <summary>Turns what a function throws into a bare 500: the text goes to the log, never to the caller.</summary>
internal sealed partial class FailureResponses(ILogger<FailureResponses> log) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is no one to answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e.StatusCode, "Bad request");
        }
        catch (Exception e)
        {
            Failed(context.GetEndpoint()?.DisplayName ?? context.Request.Path, e);
            if (context.Response.HasStarted) throw;
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "Internal server error");
        }
    }

    private static async Task AnswerAsync(HttpContext context, int status, string title)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync($$"""{"title":"{{title}}","status":{{status}}}""");
    }

    [LoggerMessage(LogLevel.Error, "Function {Function} failed")]
    private partial void Failed(string function, Exception e);
}
