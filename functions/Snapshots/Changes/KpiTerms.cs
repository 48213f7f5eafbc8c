using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Snapshots;

/// <summary>A KPI as it is defined now: what it is called and made of.</summary>
internal sealed record KpiTerms(
    string Kpi, string Label, string Unit, string GoodDirection, int DisplayOrder, string[] Numerator, string[]? Denominator)
{
    public const string SelectAll = "select kpi, label, unit, good_direction, display_order, numerator, denominator from staging.kpi_definitions";

    /// <summary>Of a currency that there is not: a sum is nothing, a quotient over nothing is unknown, and so is the middle of no days.</summary>
    public PeriodFigure Missing => Unit == "days" ? default : Denominator is null ? new PeriodFigure(0, 0, null) : new PeriodFigure(null, 0, 0);

    public IEnumerable<string> Terms => Numerator.Concat(Denominator ?? []).Distinct();

    /// <summary>Where a term stands: 1 in the numerator, 2 in the denominator, 3 in both, 0 in neither.</summary>
    public int PlaceOf(string term) => (Numerator.Contains(term) ? 1 : 0) + (Denominator?.Contains(term) == true ? 2 : 0);

    public static KpiTerms Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt32(4),
        row.GetFieldValue<string[]>(5),
        row.IsDBNull(6) ? null : row.GetFieldValue<string[]>(6));
}
