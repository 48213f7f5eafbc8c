using System.Globalization;
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

    /// <summary>Without its year, to stand above or beside figures.</summary>
    public required string ShortName { get; init; }

    /// <summary>The month before, without its year.</summary>
    public required string PreviousShortName { get; init; }

    /// <summary>The month in a sentence or three.</summary>
    public required string Verdict { get; init; }

    public required bool IsProvisional { get; init; }

    public required IReadOnlyList<DigestRow> Rows { get; init; }

    public required DigestChanges Changes { get; init; }

    /// <summary>Which revision it is, and why there is one.</summary>
    public required string Revision { get; init; }

    /// <summary>Where the figures come from: as-of, definitions.</summary>
    public required string Provenance { get; init; }

    /// <summary>Why the reader gets it.</summary>
    public required string Why { get; init; }

    /// <exception cref="InvalidOperationException">The month has no figures, or lacks some of those it should have.</exception>
    public static DigestContent Of(Tenant tenant, FrozenMonth month)
    {
        var shown = DigestHeadlines.Of(tenant.Slug, month);
        var culture = TenantCulture.Of(tenant);
        var rows = DigestRow.Of(shown, culture);
        var name = month.Month.First.ToString("y", culture);
        var previous = month.Month.Previous.First;
        var asOf = $"{InstantName(month.FrozenAt, month.TimeZone, culture)} ({month.TimeZone})";
        return new DigestContent
        {
            Subject = $"{tenant.Name}, {name}{RemarkOf(month)}: "
                + (DigestVerdict.IsWithoutData(month) ? "no data" : DigestPhrase.OfSubject(shown[0], culture)),
            TenantName = tenant.Name,
            Language = culture.Name,
            MonthName = name,
            ShortName = month.Month.First.ToString("MMMM", culture),
            PreviousShortName = previous.ToString("MMMM", culture),
            Verdict = DigestVerdict.Of(month, name, previous.ToString("y", culture), shown, rows, culture),
            IsProvisional = month.Status == "provisional",
            Rows = rows,
            Changes = DigestChanges.Of(month.Changes, culture, DigestChanges.MostInMail),
            Revision = month.Revision == 1
                ? $"Revision 1: {name} as it was first closed."
                : $"Revision {month.Revision}, made on {InstantName(month.FrozenAt, month.TimeZone, culture)} because: {month.Reason.TrimEnd('.', ' ')}. "
                    + $"It replaces revision {month.Revision - 1}, which stays readable.",
            Provenance = $"Figures as of {asOf}, {month.Status}. Definitions version {month.DefinitionsVersion.ToString(CultureInfo.InvariantCulture)}. "
                + "Every figure is computed from the ledger; none is typed in.",
            Why = $"You receive this because your address is on the list for the monthly digest of {tenant.Name}.",
        };
    }

    /// <summary>An instant as a clock in the zone showed it.</summary>
    internal static string InstantName(DateTimeOffset instant, string zone, CultureInfo culture) =>
        // Many fonts have no narrow space.
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("f", culture).Replace('\u202f', '\u00a0');

    private static string RemarkOf(FrozenMonth month) => (month.Revision, month.Status) switch
    {
        (1, "provisional") => " (provisional)",
        (1, _) => "",
        (var revision, "provisional") => $" (revision {revision}, provisional)",
        (var revision, _) => $" (revision {revision})",
    };
}
