using Plumbline.Snapshots;

namespace Plumbline.Digest;

/// <summary>Which figures of a month its digest shows.</summary>
public static class DigestHeadlines
{
    /// <summary>
    /// The month's headlines in their order. A month closed before there was a choice has none: then those its definitions name,
    /// without what was nothing in both months.
    /// </summary>
    /// <exception cref="InvalidOperationException">A figure that must be there is not: a blank or partial digest is never sent.</exception>
    public static IReadOnlyList<FrozenMetric> Of(string tenant, FrozenMonth month)
    {
        var name = $"{tenant} {month.Month} r{month.Revision}";
        var company = month.Metrics.Where(metric => metric.Dimension == "company").ToArray();
        if (company.Length == 0)
        {
            throw new InvalidOperationException($"{name} has no figures; a blank digest is never sent.");
        }

        var chosen = company.Where(metric => metric.HeadlineOrder is not null).OrderBy(metric => metric.HeadlineOrder).ToArray();
        var shown = chosen.Length > 0
            ? chosen
            : [.. company.Where((metric, index) => index == 0 || (metric.InDigest && metric is not { Value: null or 0, Previous: null or 0 }))];

        var orders = chosen.Select(metric => metric.HeadlineOrder!.Value).Distinct().ToArray();
        if (!orders.SequenceEqual(Enumerable.Range(1, orders.Length)))
        {
            throw new InvalidOperationException($"{name} lacks headlines: it has {string.Join(", ", orders)}. A partial digest is never sent.");
        }

        return Array.Find(shown, metric => string.IsNullOrWhiteSpace(metric.Label) || string.IsNullOrWhiteSpace(metric.Reading)) is { } blank
            ? throw new InvalidOperationException($"{name} says nothing of {blank.Kpi}; a partial digest is never sent.")
            : shown;
    }
}
