namespace Plumbline.Snapshots;

/// <summary>A figure that would differ if the month were closed now. Money is in minor units.</summary>
/// <param name="Frozen">What it was closed with; null for a ratio over nothing.</param>
/// <param name="Current">What it comes to now.</param>
/// <param name="RowCount">How many rows it counts otherwise, listed or not.</param>
/// <param name="Rows">The first of them: by cause, then by when they happened.</param>
public sealed record ChangedKpiJson(
    string Kpi,
    string Label,
    string GoodDirection,
    string? Currency,
    string Unit,
    decimal? Frozen,
    decimal? Current,
    ChangeByCauseJson ByCause,
    string Reading,
    long RowCount,
    IReadOnlyList<ChangedRow> Rows)
{
    public static ChangedKpiJson Of(ChangedKpi changed) => new(
        changed.Change.Kpi,
        changed.Change.Label,
        changed.Change.GoodDirection,
        changed.Change.Currency,
        changed.Change.Unit,
        changed.Change.FrozenValue,
        changed.Change.CurrentValue,
        ChangeByCauseJson.Of(changed.Change),
        changed.Change.Reading,
        changed.Change.RowCount,
        changed.Rows);
}
