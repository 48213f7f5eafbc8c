namespace Plumbline.Local.Demo;

/// <summary>A figure of a closed month as the app shows it; money in minor units.</summary>
internal sealed record DemoMetric(
    string Kpi, string? Label, string? Dimension, string? Currency, string? Unit,
    decimal? Value, decimal? Numerator, decimal? Denominator, decimal? Previous, decimal? Delta, decimal? DeltaPercent)
{
    public bool IsCompanyWide => Dimension is null or "company";
}
