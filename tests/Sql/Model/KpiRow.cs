namespace Plumbline.Tests.Sql.Model;

internal sealed record KpiRow(string Kpi, string? Currency, decimal? Value, decimal? Numerator, decimal? Denominator, string Status)
{
    /// <summary>Of a currency in which nothing happened a report may say so or say nothing.</summary>
    public bool SaysNothing => Numerator is null or 0 && Denominator is null or 0;

    public bool IsAsGoodAs(KpiRow other) =>
        (Kpi, Currency, Numerator, Denominator, Status) == (other.Kpi, other.Currency, other.Numerator, other.Denominator, other.Status)
            && (Value is { } value && other.Value is { } expected ? Math.Abs(value - expected) < 1e-9m * Math.Max(1, Math.Abs(expected)) : Value == other.Value);

    public override string ToString() => $"{Kpi}{(Currency is null ? "" : $" {Currency}")}: {Text(Value)} = {Text(Numerator)} / {Text(Denominator)} ({Status})";

    private static string Text(decimal? number) => number?.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture) ?? "null";
}
