using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A canvasser knocked at a door; tags.ownerId says who, tags.branch where.")]
internal sealed record DoorKnocked
{
    [Description("Whether somebody answered.")]
    public bool? Answered { get; init; }

    [Description("The canvassing tool's id of the door; no address.")]
    [Text(200)]
    public string? DoorId { get; init; }

    public EventTags? Tags { get; init; }
}
