using System.Net.Http.Headers;
using System.Text.Json;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

internal static class EventPost
{
    public const string Single = "application/cloudevents+json";

    public const string Batch = "application/cloudevents-batch+json";

    /// <param name="token">Empty sends none.</param>
    public static async Task<HttpResponseMessage> SendAsync(FunctionApp app, byte[] body, string? contentType, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events/demo") { Content = new ByteArrayContent(body) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static string[] Outcomes(string batch) =>
        [.. JsonDocument.Parse(batch).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()!)];
}
