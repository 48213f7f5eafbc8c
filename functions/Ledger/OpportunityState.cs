namespace Plumbline.Ledger;

/// <summary>A deal as it was seen at one moment.</summary>
public sealed record OpportunityState
{
    /// <summary>The observation's own key; the same key twice is the same observation.</summary>
    public required string SourceKey { get; init; }

    public required string OpportunityId { get; init; }

    /// <summary>Since when this state holds.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    public string? PipelineId { get; init; }

    public string? StageId { get; init; }

    /// <summary>open, won, lost or abandoned.</summary>
    public string? Status { get; init; }

    /// <summary>In minor units of <see cref="Currency"/>.</summary>
    public long? ValueMinor { get; init; }

    /// <summary>ISO 4217; given exactly if there is a value.</summary>
    public string? Currency { get; init; }

    /// <summary>When the deal was created.</summary>
    public DateTimeOffset? AddedAt { get; init; }

    /// <summary>Where the deal came from, as the CRM's own source field says it.</summary>
    public string? Origin { get; init; }

    public bool Deleted { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
