using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>
/// A figure of a closed month that would differ today, and by how much from which cause. Money is in minor units of <see cref="Currency"/>.
/// The four changes add up to <see cref="CurrentValue"/> − <see cref="FrozenValue"/>; each is null where a value on either side of it is.
/// </summary>
public sealed record MonthChange
{
    /// <summary>The columns of report.closed_month_changes as c, in the order <see cref="Read"/> expects.</summary>
    public const string Columns = """
        c.changed_month, c.changed_revision, c.kpi, c.label, c.good_direction, c.currency, c.unit, c.frozen_value, c.current_value,
        c.definition_change, c.settings_change, c.late_change, c.adjustment_change, c.row_count, c.reading
        """;

    public const int ColumnCount = 15;

    /// <summary>The closed month it is about.</summary>
    public required Month Month { get; init; }

    /// <summary>The latest revision of that month.</summary>
    public required int Revision { get; init; }

    public required string Kpi { get; init; }

    public required string Label { get; init; }

    /// <summary>up, down or none: which way is better.</summary>
    public required string GoodDirection { get; init; }

    public required string? Currency { get; init; }

    /// <summary>money, count, ratio (of 1), multiple, days or score.</summary>
    public required string Unit { get; init; }

    /// <summary>What the month was closed with; null for a ratio over nothing.</summary>
    public required decimal? FrozenValue { get; init; }

    public required decimal? CurrentValue { get; init; }

    public required decimal? DefinitionChange { get; init; }

    public required decimal? SettingsChange { get; init; }

    /// <summary>From facts that came after the close.</summary>
    public required decimal? LateChange { get; init; }

    public required decimal? AdjustmentChange { get; init; }

    /// <summary>How many rows count otherwise than when the month closed.</summary>
    public required long RowCount { get; init; }

    /// <summary>The change in one plain sentence.</summary>
    public required string Reading { get; init; }

    internal static MonthChange Read(NpgsqlDataReader row) => new()
    {
        Month = new Month(row.GetFieldValue<DateOnly>(0)),
        Revision = row.GetInt32(1),
        Kpi = row.GetString(2),
        Label = row.GetString(3),
        GoodDirection = row.GetString(4),
        Currency = row.GetOptionalText(5),
        Unit = row.GetString(6),
        FrozenValue = row.GetOptional<decimal>(7),
        CurrentValue = row.GetOptional<decimal>(8),
        DefinitionChange = row.GetOptional<decimal>(9),
        SettingsChange = row.GetOptional<decimal>(10),
        LateChange = row.GetOptional<decimal>(11),
        AdjustmentChange = row.GetOptional<decimal>(12),
        RowCount = row.GetInt64(13),
        Reading = row.GetString(14),
    };
}
