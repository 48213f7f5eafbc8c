using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("Who earns which share of a deal. Said again with a later time, it restates the whole split.")]
internal sealed record DealSplit
{
    [Description("The deal, by the CRM's id.")]
    [Text(255)]
    public required string DealId { get; init; }

    [Description("The shares as they were agreed: taken as they are said, also where they do not come to 100 percent.")]
    [Items(1, 50)]
    public required IReadOnlyList<DealShare> Shares { get; init; }

    [Description("ISO 4217, of every amount here; the tenant's when left out.")]
    [Pattern("[A-Z]{3}", "must be an ISO 4217 code in capitals, such as USD")]
    public string? Currency { get; init; }

    public EventTags? Tags { get; init; }
}
