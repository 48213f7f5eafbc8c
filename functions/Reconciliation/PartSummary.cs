using System.Globalization;
using Plumbline.Platform;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>What a source's comparison came to, as a sentence or two.</summary>
internal static class PartSummary
{
    public static string Of(IReconciliationPart part, Tenant tenant, ItemCounts counts, PartResult result, SourceException? fault)
    {
        var said = (result, fault) switch
        {
            (_, { } failed) => $"not compared to its end. {failed.Message}",
            (PartResult.Skipped skipped, _) => $"not compared. {skipped.Why}",
            _ => Compared(part, counts, TenantCulture.Of(tenant), tenant.Currency),
        };
        return $"{part.Label}: {said}{(fault is null && result is PartResult.Completed { Told: { } told } ? $" {told}" : "")}";
    }

    private static string Compared(IReconciliationPart part, ItemCounts counts, CultureInfo culture, string currency)
    {
        string Count(long count) => count.ToString("N0", culture);
        if (part.Source == "ledger")
        {
            return $"{Count(counts.Matched)} of {Count(counts.Compared)} {part.Noun} found nothing.";
        }

        var others = new[]
        {
            counts.Missing switch { 0 => null, 1 => "1 was missing and is appended", var missing => $"{Count(missing)} were missing and are appended" },
            counts.Differing == 0 ? null : $"{Count(counts.Differing)} differed",
            counts.Extra == 0 ? null : $"the ledger has {Count(counts.Extra)} that {part.Label} has not",
        }.OfType<string>().ToList();
        var apart = Apart(counts, culture, currency);
        return $"{Count(counts.Matched)} of {Count(counts.Compared)} {part.Noun} match{(apart is null || others.Count > 0 ? "" : $", {apart} apart")}"
            + (others.Count == 0 ? "." : $"; {string.Join(", ", others)}.{(apart is null ? "" : $" They were {apart} apart.")}");
    }

    // The tenant's own currency first; one in which nothing is apart is told only when there is no other.
    private static string? Apart(ItemCounts counts, CultureInfo culture, string currency)
    {
        if (counts.Disagreed.Count == 0)
        {
            return null;
        }

        var apart = counts.Disagreed.Where(one => one.Value != 0).OrderBy(one => one.Key != currency).ThenBy(one => one.Key, StringComparer.Ordinal).ToList();
        return apart.Count == 0
            ? Currency.Format(0, counts.Disagreed.ContainsKey(currency) ? currency : counts.Disagreed.Keys.Min()!, culture)
            : string.Join(" and ", apart.Select(one => Currency.Format(one.Value, one.Key, culture)));
    }
}
