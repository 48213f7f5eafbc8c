namespace Plumbline.Snapshots;

/// <summary>What a month's close told of an earlier month. Money is in minor units.</summary>
/// <param name="Month">The earlier month.</param>
/// <param name="Revision">Its latest revision then.</param>
/// <param name="Frozen">What it was closed with; null for a ratio over nothing.</param>
/// <param name="Current">What it came to as of the close that tells it.</param>
/// <param name="RowCount">How many rows it counts otherwise.</param>
public sealed record MonthChangeJson(
    string Month,
    int Revision,
    string Kpi,
    string Label,
    string GoodDirection,
    string? Currency,
    string Unit,
    decimal? Frozen,
    decimal? Current,
    ChangeByCauseJson ByCause,
    string Reading,
    long RowCount)
{
    public static MonthChangeJson Of(MonthChange change) => new(
        change.Month.ToString(),
        change.Revision,
        change.Kpi,
        change.Label,
        change.GoodDirection,
        change.Currency,
        change.Unit,
        change.FrozenValue,
        change.CurrentValue,
        ChangeByCauseJson.Of(change),
        change.Reading,
        change.RowCount);
}
