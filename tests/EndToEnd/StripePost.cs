using System.Net;

namespace Plumbline.Tests.EndToEnd;

internal static class StripePost
{
    /// <param name="signature">Null sends none.</param>
    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpClient http, string path, byte[] body, string? signature, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        }

        using var response = await http.SendAsync(request, cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }
}
