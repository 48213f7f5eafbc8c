using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Snapshots;

/// <summary>One figure of a closed month. Money is in minor units of <see cref="Currency"/>.</summary>
public sealed record FrozenMetric
{
    /// <summary>The columns of report.closed_month_metrics as m, in the order <see cref="Read"/> expects.</summary>
    public const string Columns = """
        m.kpi, m.label, m.good_direction, m.dimension, m.dimension_value, m.currency, m.unit, m.value, m.numerator, m.denominator,
        m.previous, m.delta, m.delta_percent, m.status, m.provisional_reason, m.reading, m.target, m.in_digest, m.headline_order
        """;

    public const int ColumnCount = 19;

    public required string Kpi { get; init; }

    public required string Label { get; init; }

    /// <summary>up, down or none: which way is better.</summary>
    public required string GoodDirection { get; init; }

    public required string Dimension { get; init; }

    public required string DimensionValue { get; init; }

    public required string? Currency { get; init; }

    /// <summary>money, count, ratio (of 1), multiple, days or score.</summary>
    public required string Unit { get; init; }

    /// <summary>Null for a ratio over nothing.</summary>
    public required decimal? Value { get; init; }

    public required decimal? Numerator { get; init; }

    public required decimal? Denominator { get; init; }

    public required decimal? Previous { get; init; }

    public required decimal? Delta { get; init; }

    public required decimal? DeltaPercent { get; init; }

    /// <summary>final or provisional.</summary>
    public required string Status { get; init; }

    public required string? ProvisionalReason { get; init; }

    /// <summary>The figure in one plain sentence.</summary>
    public required string Reading { get; init; }

    /// <summary>What it was to reach; null where no target was set.</summary>
    public decimal? Target { get; init; }

    /// <summary>Whether the digest's table shows it where the month has no headlines; the month's page shows every figure.</summary>
    public bool InDigest { get; init; } = true;

    /// <summary>Where it stood in the digest, from 1; null for a figure of the month's page alone, and in months closed before there was a choice.</summary>
    public int? HeadlineOrder { get; init; }

    internal static FrozenMetric Read(NpgsqlDataReader row) => new()
    {
        Kpi = row.GetString(0),
        Label = row.GetString(1),
        GoodDirection = row.GetString(2),
        Dimension = row.GetString(3),
        DimensionValue = row.GetString(4),
        Currency = row.GetOptionalText(5),
        Unit = row.GetString(6),
        Value = row.GetOptional<decimal>(7),
        Numerator = row.GetOptional<decimal>(8),
        Denominator = row.GetOptional<decimal>(9),
        Previous = row.GetOptional<decimal>(10),
        Delta = row.GetOptional<decimal>(11),
        DeltaPercent = row.GetOptional<decimal>(12),
        Status = row.GetString(13),
        ProvisionalReason = row.GetOptionalText(14),
        Reading = row.GetString(15),
        Target = row.GetOptional<decimal>(16),
        InDigest = row.GetBoolean(17),
        HeadlineOrder = row.GetOptional<int>(18),
    };
}
