using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("Work for a client was opened; tags.clientId says for whom.")]
internal sealed record JobOpened
{
    [Description("The job, by the id of the system that plans the work.")]
    [Text(200)]
    public required string JobId { get; init; }

    [Description("The CRM's appointment it came of.")]
    [Text(255)]
    public string? AppointmentId { get; init; }

    [Description("The CRM's deal it came of.")]
    [Text(255)]
    public string? DealId { get; init; }

    public EventTags? Tags { get; init; }
}
