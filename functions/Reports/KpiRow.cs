using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>One row a KPI is made of, and where in the ledger it is from.</summary>
/// <param name="Term">The measure; or measure@start, the stock where the period begins.</param>
/// <param name="Entity">What is counted once however many rows it has; null where each row counts.</param>
/// <param name="Tags">Value by tag; unknown where it has none.</param>
/// <param name="FactTable">The ledger's table.</param>
/// <param name="EventSeq">The delivery it was read from; null for a correction by hand.</param>
public sealed record KpiRow(
    string Term,
    string Measure,
    string Aggregation,
    bool InNumerator,
    bool InDenominator,
    string? Currency,
    decimal? Value,
    string? Entity,
    DateTimeOffset OccurredAt,
    DateOnly LocalDate,
    IReadOnlyDictionary<string, string?> Tags,
    string FactTable,
    long FactSeq,
    string Source,
    string SourceKey,
    DateTimeOffset RecordedAt,
    long? EventSeq)
{
    internal static readonly IReadOnlyList<string> Columns =
    [
        "term", "measure", "aggregation", "in_numerator", "in_denominator", "currency", "value", "entity", "occurred_at", "local_date", "fact_table", "fact_seq",
        .. ReportTags.All,
    ];

    private const int FirstTag = 12;

    internal static KpiRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetBoolean(3),
        row.GetBoolean(4),
        row.GetOptionalText(5),
        row.GetOptional<decimal>(6),
        row.GetOptionalText(7),
        row.GetInstant(8),
        row.GetFieldValue<DateOnly>(9),
        ReportTags.All.Select((tag, index) => KeyValuePair.Create(tag, row.GetOptionalText(FirstTag + index))).ToDictionary(),
        row.GetString(10),
        row.GetInt64(11),
        row.GetString(FirstTag + ReportTags.All.Count),
        row.GetString(FirstTag + ReportTags.All.Count + 1),
        row.GetInstant(FirstTag + ReportTags.All.Count + 2),
        row.GetOptional<long>(FirstTag + ReportTags.All.Count + 3));
}
