namespace Plumbline.Ledger;

/// <summary>An appointment as it was seen at one moment.</summary>
public sealed record AppointmentState
{
    /// <inheritdoc cref="OpportunityState.SourceKey"/>
    public required string SourceKey { get; init; }

    public required string AppointmentId { get; init; }

    /// <inheritdoc cref="OpportunityState.EffectiveAt"/>
    public required DateTimeOffset EffectiveAt { get; init; }

    public string? CalendarId { get; init; }

    /// <summary>new, confirmed, cancelled, showed, noshow, invalid, active or completed.</summary>
    public string? Status { get; init; }

    /// <summary>When it was made, the same for every state of one appointment; null where this observation does not say.</summary>
    public DateTimeOffset? BookedAt { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }

    public bool Deleted { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
