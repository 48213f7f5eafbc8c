namespace Plumbline.Ledger;

/// <summary>What the success team says of a client: either a milestone or a score of its health.</summary>
public sealed record ClientSuccess
{
    /// <inheritdoc cref="OpportunityState.SourceKey"/>
    public required string SourceKey { get; init; }

    /// <summary>The CRM's contact id, which is the client's id everywhere.</summary>
    public required string ClientId { get; init; }

    /// <summary>When the milestone was reached, or since when the score holds.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    public ClientMilestone? Milestone { get; init; }

    /// <summary>0 to 100.</summary>
    public decimal? HealthScore { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
