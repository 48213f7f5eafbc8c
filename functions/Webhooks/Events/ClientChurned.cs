using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A client left.")]
internal sealed record ClientChurned
{
    [Description("The client, by the CRM's contact id; it stands above tags.clientId.")]
    [Text(255)]
    public required string ClientId { get; init; }

    [Description("Why, as a short code of your own such as price; nothing personal.")]
    [Pattern("[a-z0-9][a-z0-9_-]{0,49}", "must be a short code of lower-case letters, digits, _ and -")]
    public string? Reason { get; init; }

    public EventTags? Tags { get; init; }
}
