using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Snapshots;

/// <summary>How many rows of one ledger table a KPI counts otherwise for one cause.</summary>
/// <param name="Came">Those that it did not count before.</param>
/// <param name="Went">Those that it counts no more.</param>
/// <param name="Fell">Those that add less than before.</param>
internal sealed record CauseRows(string Kpi, string? Currency, ChangeCause Cause, string FactTable, long Rows, long Came, long Went, long Fell)
{
    public static CauseRows Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetOptionalText(1),
        (ChangeCause)row.GetInt32(2),
        row.GetString(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.GetInt64(7));
}
