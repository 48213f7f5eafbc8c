using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>A change in a closed month, as the digest's JSON tells it.</summary>
/// <param name="Month">yyyy-MM.</param>
public sealed record DigestChangeJson(
    string Month,
    int Revision,
    string Kpi,
    string? Currency,
    string Unit,
    decimal? FrozenValue,
    decimal? CurrentValue,
    decimal? DefinitionChange,
    decimal? SettingsChange,
    decimal? LateChange,
    decimal? AdjustmentChange,
    long RowCount,
    string Reading)
{
    public static DigestChangeJson Of(MonthChange change) => new(
        change.Month.ToString(),
        change.Revision,
        change.Kpi,
        change.Currency,
        change.Unit,
        change.FrozenValue,
        change.CurrentValue,
        change.DefinitionChange,
        change.SettingsChange,
        change.LateChange,
        change.AdjustmentChange,
        change.RowCount,
        change.Reading);
}
