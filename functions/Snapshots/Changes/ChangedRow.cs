using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Snapshots;

/// <summary>A row of the ledger that a KPI counts otherwise than when the month closed.</summary>
/// <param name="Cause">definition, settings, late or adjustments.</param>
/// <param name="Term">The measure it counts in; or measure@start, the stock where the month begins.</param>
/// <param name="FactTable">The ledger's table.</param>
/// <param name="EventSeq">The delivery it was read from; null for a correction by hand.</param>
/// <param name="Before">What it counted before this cause; null when it did not.</param>
/// <param name="After">What it counts since; null when it does not.</param>
public sealed record ChangedRow(
    string Cause,
    string Term,
    string FactTable,
    long FactSeq,
    long? EventSeq,
    DateTimeOffset OccurredAt,
    DateOnly LocalDate,
    string? Currency,
    decimal? Before,
    decimal? After)
{
    internal static ChangedRow Read(NpgsqlDataReader row) => new(
        NameOf((ChangeCause)row.GetInt32(0)),
        row.GetString(1),
        row.GetString(2),
        row.GetInt64(3),
        row.GetOptional<long>(4),
        row.GetInstant(5),
        row.GetFieldValue<DateOnly>(6),
        row.GetOptionalText(7),
        row.GetOptional<decimal>(8),
        row.GetOptional<decimal>(9));

    internal static string NameOf(ChangeCause cause) => cause switch
    {
        ChangeCause.Definition => "definition",
        ChangeCause.Settings => "settings",
        ChangeCause.Late => "late",
        _ => "adjustments",
    };
}
