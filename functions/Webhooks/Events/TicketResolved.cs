using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A client was helped; tags.ownerId says by whom.")]
internal sealed record TicketResolved
{
    [Description("As in ticket.opened.")]
    [Text(200)]
    public required string TicketId { get; init; }

    [Description("How content the client is, from 1 to 5; left out where it did not say.")]
    [Between(1, 5)]
    public decimal? Satisfaction { get; init; }

    public EventTags? Tags { get; init; }
}
