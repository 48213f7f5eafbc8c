using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("Somebody dialled a number; tags.ownerId says who.")]
internal sealed record CallMade
{
    [Description("The dialler's id of the call.")]
    [Text(200)]
    public string? CallId { get; init; }

    [Description("inbound or outbound.")]
    [Pattern("inbound|outbound", "must be inbound or outbound")]
    public string? Direction { get; init; }

    public EventTags? Tags { get; init; }
}
