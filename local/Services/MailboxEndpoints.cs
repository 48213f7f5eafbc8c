using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Plumbline.Local.Services;

/// <summary>The mailbox over HTTP: SendGrid's mail/send on one side, an inbox for people and tests on the other.</summary>
internal static class MailboxEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/local/sendgrid/v3/mail/send", SendAsync);
        routes.MapPost("/local/sendgrid/fail", FailAsync);
        routes.MapGet("/local/mail", (Mailbox mailbox, string? format) => format == "json"
            ? Results.Json(mailbox.List(), LocalJson.Options)
            : Page(MailPages.Inbox(mailbox.List())));
        routes.MapGet("/local/mail/{id}", (Mailbox mailbox, string id) => mailbox.Find(id) is { } mail
            ? Page(MailPages.Mail(mail))
            : Results.NotFound());
        routes.MapGet("/local/mail/{id}/html", (Mailbox mailbox, string id) => mailbox.Find(id)?.Html is { } html
            ? Page(html)
            : Results.NotFound());
        routes.MapDelete("/local/mail", (Mailbox mailbox) =>
        {
            mailbox.Clear();
            return Results.NoContent();
        });
    }

    private static async Task<IResult> SendAsync(HttpRequest request, Mailbox mailbox)
    {
        JsonElement body;
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            body = json.RootElement.Clone();
        }
        catch (JsonException)
        {
            body = default;
        }

        var answer = mailbox.Send(request.Headers.Authorization, body);
        var response = request.HttpContext.Response;
        if (answer.MessageId is { } id) response.Headers["X-Message-Id"] = id;
        if (answer.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return answer.Errors is { } errors
            ? Results.Json(new { errors }, LocalJson.Options, statusCode: answer.Status)
            : Results.StatusCode(answer.Status);
    }

    private static async Task<IResult> FailAsync(HttpRequest request, Mailbox mailbox)
    {
        try
        {
            var failure = await request.ReadFromJsonAsync<MailFailure>(request.HttpContext.RequestAborted);
            if (failure is not { Status: >= 400 and <= 599, Count: >= 0 })
                return Results.Problem("Give a status of 400 to 599 and a count.", statusCode: StatusCodes.Status400BadRequest);
            mailbox.FailNext(failure);
            return Results.NoContent();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Results.Problem("The body must be JSON like {\"status\":503,\"count\":2,\"retryAfter\":1}.", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static IResult Page(string html) => Results.Content(html, "text/html; charset=utf-8");
}
