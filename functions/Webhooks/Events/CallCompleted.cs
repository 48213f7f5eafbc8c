using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A call that somebody took has ended; tags.ownerId says whose call it was.")]
internal sealed record CallCompleted
{
    [Description("The dialler's id of the call, as in call.made.")]
    [Text(200)]
    public string? CallId { get; init; }

    [Description("How long they spoke, in whole seconds.")]
    [Between(0, 604_800)]
    public required long DurationSeconds { get; init; }

    public EventTags? Tags { get; init; }
}
