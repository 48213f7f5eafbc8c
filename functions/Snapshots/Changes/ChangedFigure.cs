namespace Plumbline.Snapshots;

/// <summary>A figure as it was frozen, and as it is after each cause has had its effect.</summary>
/// <param name="Frozen">A currency that it was not frozen with counts as none.</param>
/// <param name="After">By <see cref="ChangeCause"/>; the last is the figure now.</param>
internal sealed record ChangedFigure(KpiTerms Terms, string? Currency, PeriodFigure Frozen, IReadOnlyList<PeriodFigure> After)
{
    public decimal? Current => After[^1].Value;

    public decimal? ChangeBy(ChangeCause cause) =>
        After[(int)cause].Value - (cause == ChangeCause.Definition ? Frozen : After[(int)cause - 1]).Value;
}
