using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("What finance says of a month. Said again with a later time, it restates what it names; what it leaves out stays as it was.")]
[AnyOf("revenue", "ebitda", "targets")]
internal sealed record FinancePosted
{
    [Description("The month, as yyyy-MM. Figures are of a month that has begun; targets may be ahead of it.")]
    [Pattern("(20[0-9]{2}|2100)-(0[1-9]|1[0-2])", "must be a month as yyyy-MM, from 2000-01 to 2100-12")]
    public required string Month { get; init; }

    [Description("In major units of the currency, with at most its decimals.")]
    public decimal? Revenue { get; init; }

    [Description("In major units of the currency, with at most its decimals; negative for a loss.")]
    public decimal? Ebitda { get; init; }

    [Description("ISO 4217, of every amount here; the tenant's when left out.")]
    [Pattern("[A-Z]{3}", "must be an ISO 4217 code in capitals, such as USD")]
    public string? Currency { get; init; }

    [Description("What the company is to reach in the month, by KPI: money in major units of the currency, a rate as a share (70 % is 0.7), else in the KPI's own unit.")]
    public IReadOnlyDictionary<string, decimal>? Targets { get; init; }

    public EventTags? Tags { get; init; }
}
