using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>The member <c>tags</c> of an event's data.</summary>
internal sealed record EventTags
{
    private const int Longest = 255;

    public string? Department { get; init; }

    public string? Team { get; init; }

    public string? OwnerId { get; init; }

    public string? ClientId { get; init; }

    public string? Branch { get; init; }

    public string? SourceFunnel { get; init; }

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string? UtmTerm { get; init; }

    public string? UtmContent { get; init; }

    /// <exception cref="RejectedEventException">One of them is no text of the permitted length.</exception>
    public Tags Read() => new()
    {
        Department = Tag(Department, "department"),
        Team = Tag(Team, "team"),
        OwnerId = Tag(OwnerId, "ownerId"),
        ClientId = Tag(ClientId, "clientId"),
        Branch = Tag(Branch, "branch"),
        SourceFunnel = Tag(SourceFunnel, "sourceFunnel"),
        UtmSource = Tag(UtmSource, "utmSource"),
        UtmMedium = Tag(UtmMedium, "utmMedium"),
        UtmCampaign = Tag(UtmCampaign, "utmCampaign"),
        UtmTerm = Tag(UtmTerm, "utmTerm"),
        UtmContent = Tag(UtmContent, "utmContent"),
    };

    private static string? Tag(string? text, string name) => EventText.Optional(text, $"/data/tags/{name}", Longest);
}
