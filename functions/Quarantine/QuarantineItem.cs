using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

/// <summary>A delivery, or a part of one, that could not be read.</summary>
/// <param name="Seq">Of this item.</param>
/// <param name="EventSeq">Of the delivery, which may have several items.</param>
/// <param name="Reason">A stable code, such as unknown-stage.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="FactKey">Of a conflict: the movement that is known otherwise.</param>
/// <param name="OccurredAt">When the delivery's event happened; left out where its date is not believed.</param>
/// <param name="IsOpen">Whether it still waits to be read or dismissed.</param>
/// <param name="SettledHow">replay or dismissal.</param>
public sealed record QuarantineItem(
    long Seq,
    long EventSeq,
    string Reason,
    string Detail,
    string? FactKey,
    DateTimeOffset RecordedAt,
    string Source,
    string Channel,
    string EventType,
    DateTimeOffset? OccurredAt,
    bool IsOpen,
    DateTimeOffset? SettledAt,
    string? SettledBy,
    string? SettledHow)
{
    /// <summary>The columns of staging.quarantine in the order of <see cref="Read"/>.</summary>
    internal const string Columns =
        "seq, event_seq, reason, detail, fact_key, recorded_at, source, channel, event_type, occurred_at, is_open, settled_at, settled_by, settled_how";

    internal static QuarantineItem Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4) is { Length: > 0 } key ? key : null,
        row.GetInstant(5),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        row.GetOptional<DateTimeOffset>(9),
        row.GetBoolean(10),
        row.GetOptional<DateTimeOffset>(11),
        row.GetOptionalText(12),
        row.GetOptionalText(13));
}
