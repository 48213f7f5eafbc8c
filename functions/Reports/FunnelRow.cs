namespace Plumbline.Reports;

/// <summary>A line of the page's table of groups.</summary>
/// <param name="Counts">One a column.</param>
/// <param name="Outcome">How many of the leads got furthest; null where that is not modeled.</param>
public sealed record FunnelRow(string Name, IReadOnlyList<string> Counts, FunnelStep? Outcome);
