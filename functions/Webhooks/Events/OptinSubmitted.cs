using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A form was sent in.")]
internal sealed record OptinSubmitted
{
    [Description("The form's name.")]
    [Text(200)]
    public required string Form { get; init; }

    [Description("As in page.viewed.")]
    [Text(200)]
    public string? VisitorId { get; init; }

    public EventTags? Tags { get; init; }
}
