namespace Plumbline.Webhooks.Events;

/// <summary>The data of <c>ad.spend</c>: what a day's ads of a channel and campaign cost. Said again with a later time, it restates the day.</summary>
internal sealed record AdSpend
{
    public string? Date { get; init; }

    public string? Channel { get; init; }

    public string? Campaign { get; init; }

    /// <summary>In major units of the currency.</summary>
    public decimal? Spend { get; init; }

    public string? Currency { get; init; }

    public long? Impressions { get; init; }

    public long? Clicks { get; init; }

    public long? VideoHooks { get; init; }

    public long? VideoHolds { get; init; }

    public long? Leads { get; init; }

    public EventTags? Tags { get; init; }
}
