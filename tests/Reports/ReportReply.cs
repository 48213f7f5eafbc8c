using System.Text.Json;

namespace Plumbline.Tests.Reports;

/// <summary>What came back over HTTP.</summary>
internal sealed record ReportReply(int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public string Etag => Headers["ETag"];

    public string AsOf => Json.GetProperty("asOf").GetString()!;

    public JsonElement Json
    {
        get
        {
            Status.ShouldBe(200, Text);
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The sentence of a problem.</summary>
    public string Detail
    {
        get
        {
            MediaType.ShouldBe("application/problem+json", Text);
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.GetProperty("detail").GetString()!;
        }
    }
}
