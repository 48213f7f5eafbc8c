using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("Somebody set an appointment; tags.ownerId says who. It is their work that is told: what counts as booked are the CRM's own appointments.")]
internal sealed record AppointmentSet
{
    [Description("The appointment, by the CRM's id where it has one.")]
    [Text(255)]
    public required string AppointmentId { get; init; }

    [Description("When it is to begin (RFC 3339, with its offset): from 2000 to ten years ahead.")]
    [Pattern(EventTime.Pattern, EventTime.Words)]
    public string? StartsAt { get; init; }

    public EventTags? Tags { get; init; }
}
