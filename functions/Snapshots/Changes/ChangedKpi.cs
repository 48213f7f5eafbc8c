namespace Plumbline.Snapshots;

/// <summary>A figure of a closed month that would differ today, with rows it counts otherwise.</summary>
/// <param name="Rows">The first ones: by cause, then by when they happened.</param>
public sealed record ChangedKpi(MonthChange Change, IReadOnlyList<ChangedRow> Rows);
