using System.Net;
using System.Text.Json;

namespace Plumbline.Tests.EndToEnd;

/// <param name="RetryAfter">In seconds; null when the answer does not say.</param>
internal sealed record GoHighLevelAnswer(HttpStatusCode Status, string Body, double? RetryAfter)
{
    public string? Outcome => Member("outcome");

    /// <summary>The end of the problem's URN.</summary>
    public string? Problem => Member("type")?.Split(':')[^1];

    private string? Member(string name)
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
