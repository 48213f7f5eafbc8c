namespace Plumbline.Reports;

/// <summary>A way to look at the same period.</summary>
/// <param name="Link">A query string.</param>
public sealed record FunnelTab(string Name, string Link, bool IsCurrent);
