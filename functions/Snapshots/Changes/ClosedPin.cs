using Npgsql;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>The latest revision of a closed month, and what was visible when it closed.</summary>
internal sealed record ClosedPin(Month Month, int Revision, DateTimeOffset FrozenAt, string Reason, LedgerPosition Pin)
{
    /// <summary>Of frozen.months as m, in the order <see cref="Read"/> expects.</summary>
    public const string Columns = "m.month, m.revision, m.frozen_at, m.reason, m.incarnation, m.snapshot::text";

    public static ClosedPin Read(NpgsqlDataReader row) => new(
        new Month(row.GetFieldValue<DateOnly>(0)),
        row.GetInt32(1),
        row.GetInstant(2),
        row.GetString(3),
        new LedgerPosition(row.GetInt32(4), row.GetString(5)));
}
