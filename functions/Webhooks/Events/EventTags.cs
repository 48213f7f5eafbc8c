using System.ComponentModel;
using Plumbline.Ledger;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("What any number can be filtered by. Empty text is as good as none.")]
internal sealed record EventTags
{
    private const int Longest = 255;

    [Text(Longest)]
    public string? Department { get; init; }

    [Text(Longest)]
    public string? Team { get; init; }

    [Description("The person responsible, by the CRM's user id.")]
    [Text(Longest)]
    public string? OwnerId { get; init; }

    [Description("The client, by the CRM's contact id.")]
    [Text(Longest)]
    public string? ClientId { get; init; }

    [Text(Longest)]
    public string? Branch { get; init; }

    [Description("The funnel the client came through.")]
    [Text(Longest)]
    public string? SourceFunnel { get; init; }

    [Text(Longest)]
    public string? UtmSource { get; init; }

    [Text(Longest)]
    public string? UtmMedium { get; init; }

    [Text(Longest)]
    public string? UtmCampaign { get; init; }

    [Text(Longest)]
    public string? UtmTerm { get; init; }

    [Text(Longest)]
    public string? UtmContent { get; init; }

    public static Tags Read(EventTags? tags) => tags is null ? Tags.None : new Tags
    {
        Department = EventText.Known(tags.Department),
        Team = EventText.Known(tags.Team),
        OwnerId = EventText.Known(tags.OwnerId),
        ClientId = EventText.Known(tags.ClientId),
        Branch = EventText.Known(tags.Branch),
        SourceFunnel = EventText.Known(tags.SourceFunnel),
        UtmSource = EventText.Known(tags.UtmSource),
        UtmMedium = EventText.Known(tags.UtmMedium),
        UtmCampaign = EventText.Known(tags.UtmCampaign),
        UtmTerm = EventText.Known(tags.UtmTerm),
        UtmContent = EventText.Known(tags.UtmContent),
    };
}
