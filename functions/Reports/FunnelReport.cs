namespace Plumbline.Reports;

/// <summary>How far a period's leads got within the tenant's window, and what stands beside that to be trusted.</summary>
public sealed record FunnelReport
{
    public required FunnelPeriods Periods { get; init; }

    /// <summary>How many days a lead is followed.</summary>
    public required int WindowDays { get; init; }

    /// <summary>The tags it is narrowed to.</summary>
    public required IReadOnlyDictionary<string, string> Filter { get; init; }

    /// <summary>What the groups are: month, source_funnel, owner_id or branch; null without groups.</summary>
    public required string? By { get; init; }

    public required IReadOnlyList<FunnelStage> Stages { get; init; }

    public required IReadOnlyList<FunnelRate> Rates { get; init; }

    public required IReadOnlyList<FunnelGroup> Groups { get; init; }

    public required IReadOnlyList<FunnelExclusion> Excluded { get; init; }

    public required IReadOnlyList<FunnelCheck> SelfCheck { get; init; }

    /// <summary>Leads whose window is still running.</summary>
    public required long YoungLeads { get; init; }

    /// <summary>When the tenant's clock stood where.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required string AsOf { get; init; }

    public required long DefinitionsVersion { get; init; }
}
