namespace Plumbline.Ledger;

/// <summary>What a day's ads of one channel and campaign (<see cref="Tags.UtmCampaign"/>) cost, as stated at one moment; the latest statement holds.</summary>
public sealed record AdSpendDay
{
    /// <inheritdoc cref="OpportunityState.SourceKey"/>
    public required string SourceKey { get; init; }

    /// <summary>The day, in the tenant's dates.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Noon of that day in the tenant's zone, which stays within the day should the zone be corrected.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Where the money went, in lower case: google, meta, …</summary>
    public required string Channel { get; init; }

    /// <inheritdoc cref="OpportunityState.EffectiveAt"/>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>In minor units of <see cref="Currency"/>, not negative.</summary>
    public required long SpendMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public long? Impressions { get; init; }

    public long? Clicks { get; init; }

    public long? VideoHooks { get; init; }

    public long? VideoHolds { get; init; }

    /// <summary>Leads by the platform's own count.</summary>
    public long? Leads { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
