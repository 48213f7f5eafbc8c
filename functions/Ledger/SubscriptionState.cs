namespace Plumbline.Ledger;

/// <summary>A subscription as it was seen at one moment.</summary>
public sealed record SubscriptionState
{
    /// <inheritdoc cref="OpportunityState.SourceKey"/>
    public required string SourceKey { get; init; }

    public required string SubscriptionId { get; init; }

    /// <summary>Whose revenue it is, across subscriptions.</summary>
    public string? CustomerId { get; init; }

    /// <inheritdoc cref="OpportunityState.EffectiveAt"/>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>What it earns a month from then on, in minor units of <see cref="Currency"/>; 0 when it earns nothing.</summary>
    public required long MrrMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public required bool Active { get; init; }

    public bool Deleted { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
