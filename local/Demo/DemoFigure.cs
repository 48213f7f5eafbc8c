namespace Plumbline.Local.Demo;

/// <summary>A KPI of a month.</summary>
/// <param name="Currency">Null where no part of it is money.</param>
/// <param name="Numerator">Null for the middle of nothing.</param>
/// <param name="Denominator">Null where it is no quotient.</param>
public sealed record DemoFigure(string Kpi, string? Currency, decimal? Numerator, decimal? Denominator)
{
    /// <summary>Null for a quotient over nothing.</summary>
    public decimal? Value => Denominator switch
    {
        null => Numerator,
        0 => null,
        { } denominator => Numerator / denominator,
    };

    internal static DemoFigure Money(string kpi, decimal? numerator, decimal? denominator = null) => new(kpi, "USD", numerator, denominator);

    internal static DemoFigure Count(string kpi, decimal? numerator, decimal? denominator = null) => new(kpi, null, numerator, denominator);
}
