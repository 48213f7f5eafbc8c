using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A client asked for help; tags.clientId says who.")]
internal sealed record TicketOpened
{
    [Description("The help desk's id of the ticket.")]
    [Text(200)]
    public required string TicketId { get; init; }

    [Description("low, normal, high or urgent.")]
    [Pattern("low|normal|high|urgent", "must be low, normal, high or urgent")]
    public string? Priority { get; init; }

    public EventTags? Tags { get; init; }
}
