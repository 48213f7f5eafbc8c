namespace Plumbline.Reports;

/// <summary>The funnel of one month, source, owner or branch.</summary>
/// <param name="Value">The tag's value, <c>unknown</c> for what has none; a month as its first day.</param>
/// <param name="Name">An owner's name by the tenant's settings; null for anything else.</param>
public sealed record FunnelGroup(string Value, string? Name, IReadOnlyList<FunnelStage> Stages, IReadOnlyList<FunnelRate> Rates);
