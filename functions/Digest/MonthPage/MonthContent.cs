using System.Globalization;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>What the month's page says: the digest, and what a mail has no room for.</summary>
public sealed record MonthContent
{
    private const int SourcesShown = 5;

    public required DigestContent Digest { get; init; }

    /// <summary>That a later revision replaced the one shown; null for the latest.</summary>
    public required string? Replaced { get; init; }

    public required IReadOnlyList<MonthHeadline> Headlines { get; init; }

    public required IReadOnlyList<MonthDepartment> Departments { get; init; }

    /// <summary>Where most leads came from, the most first.</summary>
    public required IReadOnlyList<MonthSource> Sources { get; init; }

    /// <summary>What this month's digest told of closed months.</summary>
    public required DigestChanges Told { get; init; }

    /// <summary>What would differ in this month today; null where it was not looked for.</summary>
    public required DigestChanges? Since { get; init; }

    /// <summary>Said in place of changes: that there are none, or that they could not be told; null where it was not looked for, or there are some.</summary>
    public string? SinceNote { get; init; }

    public required IReadOnlyList<MonthRevisionLine> Revisions { get; init; }

    /// <summary>What the drawings show.</summary>
    public required string TrendNote { get; init; }

    /// <summary>Where the month's conversion report is; no link without it.</summary>
    public required string? FunnelUrl { get; init; }

    /// <param name="since">What would differ in this month today; null where it was not looked for.</param>
    /// <param name="sinceIsUnknown">Whether it was looked for, and could not be told in time.</param>
    /// <param name="revisionUrl">Where a revision of the month is shown.</param>
    public static MonthContent Of(
        Tenant tenant, FrozenMonth month, MonthHistory history, IReadOnlyList<MonthChange>? since, Func<int, string> revisionUrl, string? funnelUrl,
        bool sinceIsUnknown = false)
    {
        var culture = TenantCulture.Of(tenant);
        var digest = DigestContent.Of(tenant, month);
        var shown = DigestHeadlines.Of(tenant.Slug, month);
        var earlier = history.Earlier.ToLookup(point => (point.Kpi, point.Currency));
        var latest = history.Revisions.Select(revision => revision.Number).DefaultIfEmpty(month.Revision).Max();
        return new MonthContent
        {
            Digest = digest,
            Replaced = month.Revision < latest ? $"This is revision {month.Revision}; revision {latest} replaced it." : null,
            Headlines = [.. shown.Zip(digest.Rows, (metric, row) => new MonthHeadline(row, TrendChart.Of(metric, month.Month, earlier[(metric.Kpi, metric.Currency)], culture)))],
            Departments = DepartmentsOf([.. month.Metrics.Where(metric => metric.Dimension == "company").Except(shown)], history, culture),
            Sources = SourcesOf(month, culture),
            Told = DigestChanges.Of(month.Changes, culture),
            Since = since is null ? null : DigestChanges.Of(since, culture),
            SinceNote = sinceIsUnknown ? "What has changed since could not be told in time; open the page again later." : since is { Count: 0 } ? "Nothing has: every figure would close the same today." : null,
            Revisions = [.. history.Revisions.Select(revision => LineOf(revision, month, revisionUrl, culture))],
            TrendNote = $"Lines run from {month.Month.First.AddMonths(1 - MonthHistories.TrendMonths).ToString("y", culture)} to {digest.MonthName}, "
                + "each on its own scale from its lowest to its highest month. A gap is a month without a value, a hollow point a provisional one.",
            FunnelUrl = funnelUrl,
        };
    }

    private static List<MonthDepartment> DepartmentsOf(FrozenMetric[] metrics, MonthHistory history, CultureInfo culture)
    {
        var departments = history.Departments.ToDictionary(one => one.Kpi, one => one.Department);
        var order = history.Departments.Select(one => one.Department).Distinct().ToList();
        return
        [
            .. metrics.GroupBy(metric => departments.GetValueOrDefault(metric.Kpi, ""))
                .OrderBy(department => order.IndexOf(department.Key) is >= 0 and var place ? place : int.MaxValue)
                .Select(department => new MonthDepartment(NameOf(department.Key), DigestRow.Of([.. department], culture))),
        ];
    }

    private static string NameOf(string department) =>
        department.Length == 0 ? "Other" : char.ToUpperInvariant(department[0]) + department[1..].Replace('_', ' ');

    private static List<MonthSource> SourcesOf(FrozenMonth month, CultureInfo culture)
    {
        var sources = month.Metrics.Where(metric => metric is { Kpi: "leads", Dimension: "source_funnel", Value: > 0 }).OrderByDescending(metric => metric.Value).ToArray();
        var all = month.Metrics.FirstOrDefault(metric => metric is { Kpi: "leads", Dimension: "company" })?.Value;
        var most = sources.FirstOrDefault()?.Value;
        return
        [
            .. sources.Take(SourcesShown).Select(source => new MonthSource(
                source.DimensionValue == "unknown" ? "Unknown" : source.DimensionValue,
                MetricFormat.Write(source.Value!.Value, source.Unit, source.Currency, culture),
                all is > 0 ? $"{(source.Value.Value / all.Value * 100).ToString("0", culture)} %" : "",
                (source.Value.Value / most!.Value * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%")),
        ];
    }

    private static MonthRevisionLine LineOf(MonthRevision revision, FrozenMonth month, Func<int, string> revisionUrl, CultureInfo culture) => new(
        $"Revision {revision.Number}{(revision.IsProvisional ? ", provisional" : "")}",
        DigestContent.InstantName(revision.MadeAt, month.TimeZone, culture),
        revision.MadeBy,
        revision.Reason,
        revision.Number == month.Revision ? null : revisionUrl(revision.Number));
}
