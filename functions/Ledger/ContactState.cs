namespace Plumbline.Ledger;

/// <summary>A contact as it was seen at one moment, without anything personal.</summary>
public sealed record ContactState
{
    /// <inheritdoc cref="OpportunityState.SourceKey"/>
    public required string SourceKey { get; init; }

    /// <summary>The CRM's contact id, which is the client's id everywhere.</summary>
    public required string ContactId { get; init; }

    /// <inheritdoc cref="OpportunityState.EffectiveAt"/>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>When the contact was created; null where this observation does not say.</summary>
    public DateTimeOffset? AddedAt { get; init; }

    public required bool HasEmail { get; init; }

    public required bool HasPhone { get; init; }

    /// <summary>By <see cref="ContactHash"/>; null without an address.</summary>
    public byte[]? EmailHash { get; init; }

    /// <inheritdoc cref="EmailHash"/>
    public byte[]? PhoneHash { get; init; }

    /// <summary>The CRM's labels (its tags): trimmed, in lower case, each once, sorted.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Where the client came from, as the CRM's own source field says it.</summary>
    public string? Origin { get; init; }

    public bool Deleted { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
