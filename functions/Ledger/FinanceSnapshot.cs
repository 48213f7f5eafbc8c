namespace Plumbline.Ledger;

/// <summary>What finance posts of a month. What a statement leaves out, earlier ones still say.</summary>
public sealed record FinanceSnapshot
{
    /// <inheritdoc cref="OpportunityState.SourceKey"/>
    public required string SourceKey { get; init; }

    /// <summary>The month's first day.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Noon of that day in the tenant's zone, which stays within the month should the zone be corrected.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc cref="OpportunityState.EffectiveAt"/>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>In minor units of <see cref="Currency"/>.</summary>
    public long? RevenueMinor { get; init; }

    /// <summary>In minor units of <see cref="Currency"/>; may be negative.</summary>
    public long? EbitdaMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>By KPI, in the KPI's unit; money in minor units of <see cref="Currency"/>.</summary>
    public IReadOnlyDictionary<string, decimal> Targets { get; init; } = new Dictionary<string, decimal>();

    public Tags Tags { get; init; } = Tags.None;
}
