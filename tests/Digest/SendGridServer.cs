using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Tests.Digest;

/// <summary>A server that takes mail as SendGrid does, and gives the answers it is told to, then 202.</summary>
internal sealed class SendGridServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpResponse, Task>> answers = new();

    private SendGridServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<Received> Requests { get; } = new();

    public string Url => app.Urls.Single();

    public static async Task<SendGridServer> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new SendGridServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(cancel);
        return server;
    }

    public SendGridServer Then(int status, string? retryAfter = null, string body = "")
    {
        answers.Enqueue(response =>
        {
            response.StatusCode = status;
            if (retryAfter is not null)
            {
                response.Headers.RetryAfter = retryAfter;
            }

            return response.WriteAsync(body);
        });
        return this;
    }

    /// <summary>The mail is taken, and nobody is told: the connection breaks.</summary>
    public SendGridServer ThenHangUp()
    {
        answers.Enqueue(response =>
        {
            response.HttpContext.Abort();
            return Task.CompletedTask;
        });
        return this;
    }

    /// <summary>The mail is taken, and nobody is told for as long as they wait.</summary>
    public SendGridServer ThenSaysNothing()
    {
        answers.Enqueue(response => Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        return this;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: context.RequestAborted);
        Requests.Enqueue(new Received(request.Method, request.Path, request.Headers.Authorization.ToString(), request.ContentType, body));
        if (answers.TryDequeue(out var answer))
        {
            await answer(context.Response);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers["X-Message-Id"] = $"message-{Requests.Count}";
    }

    internal sealed record Received(string Method, string Path, string Authorization, string? ContentType, JsonElement Body);
}
