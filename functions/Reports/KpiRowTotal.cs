using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>What all rows of a term come to, on whichever page they are.</summary>
/// <param name="Aggregation">How: sum, stock (a sum too), distinct or recent (different entities), median.</param>
public sealed record KpiRowTotal(
    string Term, string Measure, string Aggregation, bool InNumerator, bool InDenominator, string? Currency, long Rows, decimal? Value)
{
    internal const string Columns = "term, measure, aggregation, in_numerator, in_denominator, currency, row_count, value";

    internal static KpiRowTotal Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetBoolean(3),
        row.GetBoolean(4),
        row.GetOptionalText(5),
        row.GetInt64(6),
        row.GetOptional<decimal>(7));
}
