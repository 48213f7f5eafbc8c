using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Plumbline.Platform;
using Polly;

namespace Plumbline.Digest;

/// <summary>SendGrid's v3 mail/send.</summary>
public sealed class SendGridClient(
    IHttpClientFactory clients, Secrets secrets, ResiliencePipeline<HttpResponseMessage> resilience, IOptions<SendGridOptions> options)
{
    public const string HttpClientName = "sendgrid";

    /// <returns>SendGrid's id of the message, where it gives one.</returns>
    /// <exception cref="HttpRequestException">It was not accepted, after retries.</exception>
    /// <exception cref="MailOutcomeUnknownException">It may have been accepted. Every other exception means that it was not.</exception>
    public async Task<string?> SendAsync(Mail mail, CancellationToken cancel)
    {
        var key = await secrets.FindAsync("sendgrid-api", cancel)
            ?? throw new InvalidOperationException("The secret sendgrid-api does not exist.");
        var client = clients.CreateClient(HttpClientName);

        using var response = await resilience.ExecuteAsync(
            async attempt =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "v3/mail/send") { Content = JsonContent.Create(Body(mail), options: JsonResponse.Options) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                try
                {
                    return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt);
                }
                catch (Exception e) when (e is not HttpRequestException http || !SendGridResilience.IsNeverSent(http))
                {
                    throw new MailOutcomeUnknownException(e);
                }
            },
            cancel);

        // The answer's text may repeat the address; the status says enough.
        return response.IsSuccessStatusCode
            ? response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null
            : throw new HttpRequestException($"SendGrid answered {(int)response.StatusCode}.", null, response.StatusCode);
    }

    private object Body(Mail mail) => new
    {
        personalizations = new[] { new { to = new[] { new { email = mail.To.Email, name = mail.To.Name ?? mail.To.Email } } } },
        from = new { email = options.Value.From, name = options.Value.FromName },
        subject = mail.Subject,
        headers = mail.UnsubscribeUrl is not { } url ? null : new Dictionary<string, string>
        {
            ["List-Unsubscribe"] = $"<{url}>",
            ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
        },
        content = new[]
        {
            new { type = "text/plain", value = mail.Text },
            mail.Html is null ? null : new { type = "text/html", value = mail.Html },
        }.OfType<object>(),
        tracking_settings = new { click_tracking = new { enable = false, enable_text = false }, open_tracking = new { enable = false } },
    };
}
