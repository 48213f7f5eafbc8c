using System.Globalization;

namespace Plumbline.Tests.Sql.Model;

internal sealed record KpiRow(string Kpi, string? Currency, decimal? Value, decimal? Numerator, decimal? Denominator, string Status)
{
    /// <summary>Of a currency in which nothing happened a report may say so or say nothing.</summary>
    public bool SaysNothing => Numerator is null or 0 && Denominator is null or 0;

    public bool IsAsGoodAs(KpiRow other) =>
        (Kpi, Currency, Status) == (other.Kpi, other.Currency, other.Status)
            && IsNear(Value, other.Value) && IsNear(Numerator, other.Numerator) && IsNear(Denominator, other.Denominator);

    public override string ToString() => $"{Kpi}{(Currency is null ? "" : $" {Currency}")}: {Text(Value)} = {Text(Numerator)} / {Text(Denominator)} ({Status})";

    // Counts and minor units to the last one; quotients as far as either side writes them.
    private static bool IsNear(decimal? one, decimal? other) => one is { } a && other is { } b ? Math.Abs(a - b) < 1e-9m : one is null == other is null;

    private static string Text(decimal? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "null";
}
