using System.Text.Json.Serialization;

namespace Plumbline.Webhooks.Events;

[JsonConverter(typeof(JsonStringEnumConverter<EventOutcome>))]
public enum EventOutcome
{
    [JsonStringEnumMemberName("stored")]
    Stored,

    /// <summary>The same event came before; nothing was written.</summary>
    [JsonStringEnumMemberName("duplicate")]
    Duplicate,

    /// <summary>Its source and id came before with other content; nothing was written.</summary>
    [JsonStringEnumMemberName("conflict")]
    Conflict,

    /// <summary>It is not valid; nothing of it was kept.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,
}
