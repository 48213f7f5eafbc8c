namespace Plumbline.Snapshots;

/// <summary>What a KPI comes to over a period.</summary>
internal readonly record struct PeriodFigure(decimal? Value, decimal? Numerator, decimal? Denominator)
{
    // A quotient has as many digits as its parts were written with.
    private const int Digits = 12;

    /// <summary>Whether a frozen figure is still this one; what was not frozen beside its value is not compared.</summary>
    public bool IsStill(PeriodFigure now) =>
        AreSame(Value, now.Value)
        && (Numerator is null || AreSame(Numerator, now.Numerator))
        && (Denominator is null || AreSame(Denominator, now.Denominator));

    public static bool AreSame(decimal? one, decimal? other) =>
        one is { } left && other is { } right ? Math.Round(left, Digits) == Math.Round(right, Digits) : one is null && other is null;
}
