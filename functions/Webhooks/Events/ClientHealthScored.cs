using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("How a client is doing; the latest score holds.")]
internal sealed record ClientHealthScored
{
    [Description("The client, by the CRM's contact id; it stands above tags.clientId.")]
    [Text(255)]
    public required string ClientId { get; init; }

    [Description("From 0 (about to leave) to 100.")]
    [Between(0, 100)]
    public required decimal Score { get; init; }

    public EventTags? Tags { get; init; }
}
