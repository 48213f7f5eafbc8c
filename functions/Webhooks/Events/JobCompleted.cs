using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("Work for a client was done.")]
internal sealed record JobCompleted
{
    [Description("As in job.opened.")]
    [Text(200)]
    public required string JobId { get; init; }

    public EventTags? Tags { get; init; }
}
