using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Webhooks.Events;

/// <summary>The envelope of CloudEvents 1.0 in its JSON form; members it does not name are extensions, and are let be.</summary>
internal sealed record CloudEvent
{
    [JsonPropertyName("specversion")]
    public string? SpecVersion { get; init; }

    public string? Id { get; init; }

    public string? Source { get; init; }

    public string? Type { get; init; }

    public string? Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string? DataContentType { get; init; }

    public JsonElement? Data { get; init; }

    [JsonPropertyName("data_base64")]
    public JsonElement? DataBase64 { get; init; }
}
