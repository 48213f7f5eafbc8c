using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("What a day's ads of a channel and campaign cost. Said again with a later time, it restates the day.")]
internal sealed record AdSpend
{
    [Description("The day in the tenant's dates, as yyyy-MM-dd: from 2000 to tomorrow.")]
    [Pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "must be a day as yyyy-MM-dd")]
    public required string Date { get; init; }

    [Description("Where the money went: google, meta, … Upper and lower case are the same.")]
    [Text(50)]
    public required string Channel { get; init; }

    [Description("It stands above tags.utmCampaign.")]
    [Text(255)]
    public string? Campaign { get; init; }

    [Description("In major units of the currency, with at most its decimals.")]
    [Between(0)]
    public required decimal Spend { get; init; }

    [Description("ISO 4217; the tenant's when left out.")]
    [Pattern("[A-Z]{3}", "must be an ISO 4217 code in capitals, such as USD")]
    public string? Currency { get; init; }

    [Description("How often the ads were shown.")]
    [Between(0)]
    public long? Impressions { get; init; }

    [Description("How often they were clicked.")]
    [Between(0)]
    public long? Clicks { get; init; }

    [Description("How often the first seconds were watched.")]
    [Between(0)]
    public long? VideoHooks { get; init; }

    [Description("How often most of it was watched.")]
    [Between(0)]
    public long? VideoHolds { get; init; }

    [Description("Leads by the platform's own count.")]
    [Between(0)]
    public long? Leads { get; init; }

    public EventTags? Tags { get; init; }
}
