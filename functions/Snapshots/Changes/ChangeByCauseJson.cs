namespace Plumbline.Snapshots;

/// <summary>What each cause changed; together they are what the figure differs by. Null where the figure before or after it is unknown.</summary>
/// <param name="Definition">Another definition of the KPI.</param>
/// <param name="Settings">The tenant's settings.</param>
/// <param name="Late">Facts that came after the close.</param>
/// <param name="Adjustments">Corrections made after the close.</param>
public sealed record ChangeByCauseJson(decimal? Definition, decimal? Settings, decimal? Late, decimal? Adjustments)
{
    public static ChangeByCauseJson Of(MonthChange change) =>
        new(change.DefinitionChange, change.SettingsChange, change.LateChange, change.AdjustmentChange);
}
