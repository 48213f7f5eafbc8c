using System.Globalization;
using Plumbline.Digest;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Tests.Digest;

/// <summary>A tenant and closed months of it, without a database.</summary>
internal static class Digests
{
    public static readonly Tenant Tenant = new()
    {
        Id = new Guid("5f0c2f0e-2b1d-4a53-9a53-0d1f6c1b7a01"),
        Slug = "demo",
        Name = "Demo Company",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = new Month(new DateOnly(2025, 1, 1)),
        GraceHours = 6,
        StripeAccounts = [],
        TimeZone = "America/New_York",
    };

    public static FrozenMonth January(params FrozenMetric[] metrics) => new()
    {
        Month = new Month(new DateOnly(2026, 1, 1)),
        Revision = 1,
        FrozenAt = new DateTimeOffset(2026, 2, 1, 11, 5, 0, TimeSpan.Zero),
        FrozenBy = "timer",
        Reason = "month end",
        DefinitionsVersion = 3,
        TimeZone = "America/New_York",
        StartsAt = new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.Zero),
        EndsAt = new DateTimeOffset(2026, 2, 1, 5, 0, 0, TimeSpan.Zero),
        Status = "final",
        IsLatest = true,
        Metrics = metrics,
    };

    /// <summary>A figure as closing a month writes it.</summary>
    public static FrozenMetric Metric(
        string label, decimal? value, decimal? previous, string unit = "money", string goodDirection = "up", bool hasPrevious = true, string dimension = "company")
    {
        var currency = unit == "money" ? "USD" : null;
        var kpi = new ComputedKpi(label.ToLower(CultureInfo.InvariantCulture).Replace(' ', '_'), label, currency, unit, value, null, null, 1, hasPrevious, previous);
        return new FrozenMetric
        {
            Kpi = kpi.Kpi,
            Label = label,
            GoodDirection = goodDirection,
            Dimension = dimension,
            DimensionValue = dimension == "company" ? "" : "sales",
            Currency = currency,
            Unit = unit,
            Value = value,
            Numerator = null,
            Denominator = null,
            Previous = previous,
            Delta = kpi.Delta,
            DeltaPercent = kpi.DeltaPercent,
            Status = "final",
            ProvisionalReason = null,
            Reading = MetricReading.Of(kpi, new MonthFigures([kpi], []), CultureInfo.GetCultureInfo("en-US")),
        };
    }

    public static FrozenMetric Provisional(this FrozenMetric metric, string reason) =>
        metric with { Status = "provisional", ProvisionalReason = reason, Delta = null, DeltaPercent = null };

    public static DigestContent Content(params FrozenMetric[] metrics) => DigestContent.Of(Tenant, January(metrics));

    /// <summary>A digest as long as they get, with a row of every kind.</summary>
    public static DigestContent Full(string tenantName = "Demo Company") => DigestContent.Of(
        Tenant with { Name = tenantName },
        January(
            Metric("Cash collected", 1_234_567, 1_000_000),
            Metric("Refunds", 45_600, 30_000, goodDirection: "down"),
            Metric("Ad spend", 200_000, 200_000, goodDirection: "none"),
            Metric("Leads", 120, 80, "count"),
            Metric("Calls booked", 40, 55, "count"),
            Metric("Show rate", 0.72m, 0.66m, "ratio"),
            Metric("Close rate", null, 0.2m, "ratio"),
            Metric("Time to first lead", 2.5m, 4, "days", "down"),
            Metric("Health score", 71.5m, 70, "score").Provisional("GoHighLevel has sent nothing since 28 January."),
            Metric("Active clients", 12, null, "count", hasPrevious: false),
            Metric("Won value", -5_000, 10_000),
            Metric("Pipeline value", 0, 900_000)));
}
