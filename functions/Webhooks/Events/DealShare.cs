using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("One person's share, as percent, as an amount, or as both.")]
[AnyOf("percent", "amount")]
internal sealed record DealShare
{
    [Description("The person, by the CRM's user id.")]
    [Text(255)]
    public required string OwnerId { get; init; }

    [Description("Of the deal, from 0 to 100.")]
    [Between(0, 100)]
    public decimal? Percent { get; init; }

    [Description("In major units of the currency, with at most its decimals.")]
    [Between(0)]
    public decimal? Amount { get; init; }
}
