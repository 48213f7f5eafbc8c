using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A client got its first lead.")]
internal sealed record ClientFirstLead
{
    [Description("The client, by the CRM's contact id; it stands above tags.clientId.")]
    [Text(255)]
    public required string ClientId { get; init; }

    public EventTags? Tags { get; init; }
}
