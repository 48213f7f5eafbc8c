using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>A revision of a closed month, as it will always be.</summary>
public sealed record FrozenMonth
{
    public required Month Month { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset FrozenAt { get; init; }

    public required string FrozenBy { get; init; }

    public required string Reason { get; init; }

    public required long DefinitionsVersion { get; init; }

    public required string TimeZone { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>final or provisional.</summary>
    public required string Status { get; init; }

    public required bool IsLatest { get; init; }

    public required IReadOnlyList<FrozenMetric> Metrics { get; init; }

    /// <summary>What had changed in earlier closed months when this one was closed, as far as no digest had told it.</summary>
    public IReadOnlyList<MonthChange> Changes { get; init; } = [];
}
