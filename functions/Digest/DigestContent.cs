using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>What a digest says, in the tenant's words and numbers; the HTML and the text are two ways of writing it down.</summary>
public sealed record DigestContent
{
    public required string Subject { get; init; }

    public required string TenantName { get; init; }

    /// <summary>The language of numbers and dates, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    public required string MonthName { get; init; }

    public required string PreviousMonthName { get; init; }

    /// <summary>The month in one or two sentences.</summary>
    public required string Verdict { get; init; }

    public required IReadOnlyList<DigestRow> Rows { get; init; }

    /// <summary>Where the figures come from: revision, as-of, definitions.</summary>
    public required string Provenance { get; init; }

    /// <param name="complete">Every figure, as the month's page shows them; else the digest's own, without those that were nothing in both months.</param>
    public static DigestContent Of(Tenant tenant, FrozenMonth month, bool complete = false)
    {
        var company = month.Metrics.Where(metric => metric.Dimension == "company").ToArray();
        if (company.Length == 0)
        {
            throw new InvalidOperationException($"{tenant.Slug} {month.Month} r{month.Revision} has no figures; a blank digest is never sent.");
        }

        var culture = TenantCulture.Of(tenant);
        var shown = company.Where((metric, index) => complete || index == 0 || (metric.InDigest && metric is not { Value: null or 0, Previous: null or 0 }));
        var rows = shown.Select(metric => DigestRow.Of(metric, culture)).ToArray();
        var name = month.Month.First.ToString("MMMM yyyy", culture);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(month.TimeZone);
        var frozenAt = TimeZoneInfo.ConvertTime(month.FrozenAt, zone).ToString("f", culture);
        return new DigestContent
        {
            Subject = $"{tenant.Name}, {name}: {rows[0].Headline}",
            TenantName = tenant.Name,
            Language = culture.Name,
            MonthName = name,
            PreviousMonthName = month.Month.Previous.First.ToString("MMMM yyyy", culture),
            Verdict = VerdictOf(name, rows),
            Rows = rows,
            Provenance = $"Closed {frozenAt} ({month.TimeZone}), revision {month.Revision}, {month.Status}. "
                + $"Definitions version {month.DefinitionsVersion}. Every figure is computed from the ledger; none is typed in.",
        };
    }

    private static string VerdictOf(string month, IReadOnlyList<DigestRow> rows)
    {
        if (rows.All(row => row.IsNothing))
        {
            return $"There is no data for {month}: nothing was recorded, so every figure is nothing.";
        }

        var compared = rows.Count(row => row.Judgement is not null);
        var figures = compared == 1 ? "1 figure" : $"{compared} figures";
        var better = rows.Count(row => row.Judgement == "better");
        var worse = rows.Count(row => row.Judgement == "worse");
        return compared == 0
            ? rows[0].Reading
            : $"{rows[0].Reading} Of {figures}, {better} {(better == 1 ? "is" : "are")} better than the month before and {worse} worse.";
    }
}
