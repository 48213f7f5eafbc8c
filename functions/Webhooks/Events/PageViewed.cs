using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A visitor looked at a page.")]
internal sealed record PageViewed
{
    [Description("Whoever the site takes for one visitor; nothing personal.")]
    [Text(200)]
    public required string VisitorId { get; init; }

    [Description("The page, at most 2,000 characters; what follows a ? or # is not kept as a fact.")]
    public required string Path { get; init; }

    public EventTags? Tags { get; init; }
}
