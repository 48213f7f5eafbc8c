namespace Plumbline.Webhooks.Events;

/// <summary>The data of <c>page.viewed</c>.</summary>
internal sealed record PageViewed
{
    public string? VisitorId { get; init; }

    public string? Path { get; init; }

    public EventTags? Tags { get; init; }
}
