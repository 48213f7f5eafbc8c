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

    public static FrozenMonth January(params IReadOnlyList<FrozenMetric> metrics) => new()
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
        Status = metrics.Any(metric => metric.Status == "provisional") ? "provisional" : "final",
        IsLatest = true,
        Metrics = metrics,
    };

    /// <summary>A figure as closing a month writes it.</summary>
    public static FrozenMetric Metric(
        string label, decimal? value, decimal? previous, string unit = "money", string goodDirection = "up", bool hasPrevious = true, string dimension = "company",
        string currency = "USD", string? kpi = null)
    {
        var computed = new ComputedKpi(
            kpi ?? label.ToLower(CultureInfo.InvariantCulture).Replace(' ', '_'), label, unit == "money" ? currency : null, unit, value, null, null, 1, hasPrevious, previous);
        return new FrozenMetric
        {
            Kpi = computed.Kpi,
            Label = label,
            GoodDirection = goodDirection,
            Dimension = dimension,
            DimensionValue = dimension == "company" ? "" : "sales",
            Currency = computed.Currency,
            Unit = unit,
            Value = value,
            Numerator = null,
            Denominator = null,
            Previous = previous,
            Delta = computed.Delta,
            DeltaPercent = computed.DeltaPercent,
            Status = "final",
            ProvisionalReason = null,
            Reading = MetricReading.Of(computed, new MonthFigures([computed], []), CultureInfo.GetCultureInfo("en-US")),
        };
    }

    public static FrozenMetric Provisional(this FrozenMetric metric, string reason) =>
        metric with { Status = "provisional", ProvisionalReason = reason, Delta = null, DeltaPercent = null };

    /// <summary>The figures as headlines in this order; those of one KPI take one place.</summary>
    public static FrozenMetric[] InOrder(params IReadOnlyList<FrozenMetric> metrics)
    {
        var kpis = metrics.Select(metric => metric.Kpi).Distinct().ToList();
        return [.. metrics.Select(metric => metric with { HeadlineOrder = kpis.IndexOf(metric.Kpi) + 1 })];
    }

    public static MonthChange Change(string month, string label, decimal? was, decimal? now, string reading, string unit = "money", string? currency = "USD") => new()
    {
        Month = Month.TryParse(month, out var parsed) ? parsed : throw new FormatException(month),
        Revision = 1,
        Kpi = label.ToLower(CultureInfo.InvariantCulture).Replace(' ', '_'),
        Label = label,
        GoodDirection = "up",
        Currency = unit == "money" ? currency : null,
        Unit = unit,
        FrozenValue = was,
        CurrentValue = now,
        DefinitionChange = 0,
        SettingsChange = 0,
        LateChange = now - was,
        AdjustmentChange = 0,
        RowCount = 1,
        Reading = reading,
    };

    public static DigestContent Content(params FrozenMetric[] metrics) => DigestContent.Of(Tenant, January(metrics));

    /// <summary>A digest as long as they get, with a row of every kind.</summary>
    public static DigestContent Full(string tenantName = "Demo Company") => DigestContent.Of(Tenant with { Name = tenantName }, FullMonth());

    public static FrozenMonth FullMonth() => January(InOrder(
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
        Metric("Pipeline value", 0, 900_000))) with
    {
        Revision = 2,
        Reason = "a refund of December was booked twice",
        Changes = Changes(14),
    };

    /// <summary>As many changes as asked for, of three months.</summary>
    public static MonthChange[] Changes(int count) =>
    [
        .. Enumerable.Range(0, count).Select(index => Change(
            $"2025-{10 + (index % 3):00}", $"Figure {index}", 100_000 + index, 120_000 + index, $"Figure {index} would be $200.00 higher: one payment came late.")),
    ];

    /// <summary>As much as a digest can hold: twelve headlines with long names, the money ones in three currencies, and all that was said of closed months.</summary>
    public static DigestContent Largest()
    {
        var words = string.Concat(Enumerable.Repeat("of every customer and each branch ", 3)).Trim();
        var figures = Enumerable.Range(1, 12).SelectMany(index => new[] { "USD", "EUR", "BHD" }.Select(currency =>
            Metric($"Figure {index} {words}", 12_345_678_90 + index, 9_876_543_21, currency: currency, kpi: $"figure_{index}")
                .Provisional($"GoHighLevel has sent nothing since 28 January, which is {index} times as long as it is usually silent.")));
        return DigestContent.Of(
            Tenant with { Name = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikationsgesellschaft & Söhne" },
            January(InOrder([.. figures])) with { Changes = Changes(40), Revision = 2, Reason = words });
    }
}
