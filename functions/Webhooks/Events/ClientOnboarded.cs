using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A client was onboarded, and is active from then on.")]
internal sealed record ClientOnboarded
{
    [Description("The client, by the CRM's contact id; it stands above tags.clientId.")]
    [Text(255)]
    public required string ClientId { get; init; }

    public EventTags? Tags { get; init; }
}
