using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>A KPI in a period. Money is in minor units of its currency.</summary>
/// <param name="Value">Null for a ratio over nothing.</param>
/// <param name="Target">Of the whole company in one month; else null.</param>
/// <param name="Attainment">How much of the target was reached, 1 for all of it.</param>
/// <param name="Dimension">The tag the figures are broken down by.</param>
/// <param name="DimensionValue">Which of its values this one is of.</param>
public sealed record KpiFigure(
    string Kpi,
    string Label,
    string Department,
    int DefinitionVersion,
    string Unit,
    string GoodDirection,
    string? Dimension,
    string? DimensionValue,
    string? Currency,
    decimal? Value,
    decimal? Numerator,
    decimal? Denominator,
    string Status,
    decimal? Target,
    decimal? Attainment)
{
    internal const string Columns =
        "kpi, label, department, definition_version, unit, good_direction, dimension_value, currency, value, numerator, denominator, status, target, attainment";

    internal static KpiFigure Read(NpgsqlDataReader row, string? by) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        row.GetString(4),
        row.GetString(5),
        by,
        row.GetOptionalText(6),
        row.GetOptionalText(7),
        row.GetOptional<decimal>(8),
        row.GetOptional<decimal>(9),
        row.GetOptional<decimal>(10),
        row.GetString(11),
        row.GetOptional<decimal>(12),
        row.GetOptional<decimal>(13));
}
