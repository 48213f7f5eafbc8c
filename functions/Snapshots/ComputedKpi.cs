using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Snapshots;

/// <summary>A KPI of the month that is being closed, beside its figure of the month before. Money is in minor units.</summary>
/// <param name="Value">Null for a ratio over nothing.</param>
/// <param name="HasPrevious">Whether the month before is closed and has this KPI.</param>
/// <param name="GoodDirection">up, down or none: which way is better.</param>
/// <param name="Target">What the month was to reach; null where no target was set.</param>
/// <param name="PreviousIsProvisional">Whether the month before may itself still change.</param>
/// <param name="HeadlineOrder">Where the digest shows it, from 1; null where it does not.</param>
/// <param name="ProvisionalReason">Why the figure may still change, in words; null when it is final.</param>
public sealed record ComputedKpi(
    string Kpi,
    string Label,
    string? Currency,
    string Unit,
    decimal? Value,
    decimal? Numerator,
    decimal? Denominator,
    int DisplayOrder,
    bool HasPrevious,
    decimal? Previous,
    string GoodDirection = "up",
    decimal? Target = null,
    bool PreviousIsProvisional = false,
    int? HeadlineOrder = null,
    string? ProvisionalReason = null)
{
    /// <summary>Between the figures as they are written, so that what a reader sees adds up; null for what may still change.</summary>
    public decimal? Delta => ProvisionalReason is null ? Written(Value) - Written(Previous) : null;

    /// <summary>One decimal; null over 0.</summary>
    public decimal? DeltaPercent => Delta is { } delta && Written(Previous) is { } previous and not 0
        ? Math.Round(delta / Math.Abs(previous) * 100, 1, MidpointRounding.AwayFromZero)
        : null;

    private decimal? Written(decimal? figure) => figure is { } known ? MetricFormat.Round(known, Unit) : null;

    internal static ComputedKpi Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetOptionalText(2),
        row.GetString(3),
        row.GetOptional<decimal>(4),
        row.GetOptional<decimal>(5),
        row.GetOptional<decimal>(6),
        row.GetInt32(7),
        row.GetBoolean(8),
        row.GetOptional<decimal>(9),
        row.GetString(10),
        row.GetOptional<decimal>(11),
        row.GetOptionalText(12) == "provisional",
        row.GetOptional<int>(13));
}
