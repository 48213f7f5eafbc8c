using System.Globalization;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>What the conversion page says, in the tenant's words and numbers.</summary>
public sealed record FunnelContent
{
    public required string Title { get; init; }

    public required string TenantName { get; init; }

    /// <summary>The language of numbers and dates, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    public required string PeriodName { get; init; }

    public required string PreviousName { get; init; }

    /// <summary>Whose rates these are: this month's leads.</summary>
    public required string Cohort { get; init; }

    /// <summary>What the rates are of, so that nobody takes them for the month's KPIs.</summary>
    public required string About { get; init; }

    /// <summary>The funnel in two sentences.</summary>
    public required string Verdict { get; init; }

    /// <summary>What to keep in mind: the period runs on, leads are young, a check does not hold.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether some of the leads may still move on.</summary>
    public bool IsProvisional => Steps.Any(step => step.IsProvisional);

    public required IReadOnlyList<FunnelBand> Bands { get; init; }

    public required IReadOnlyList<FunnelStep> Steps { get; init; }

    public required IReadOnlyList<FunnelStep> Overall { get; init; }

    public required IReadOnlyList<FunnelTab> Tabs { get; init; }

    public required FunnelTable? Table { get; init; }

    /// <summary>What is counted as no lead: why, how many, and how many before.</summary>
    public required IReadOnlyList<(string Reason, string Clients, string Previous)> Excluded { get; init; }

    /// <summary>What was looked for, how many were found, and ok, implied or violated.</summary>
    public required IReadOnlyList<(string Meaning, string Found, string Status)> Checks { get; init; }

    /// <summary>What those findings mean.</summary>
    public required IReadOnlyList<string> CheckMeanings { get; init; }

    /// <summary>Where the figures come from: definitions, clock, position in the ledger.</summary>
    public required string Provenance { get; init; }

    /// <param name="linkTo">The query string that opens the same period by a dimension, or by none.</param>
    public static FunnelContent Of(Tenant tenant, FunnelReport report, Func<string?, string> linkTo)
    {
        var culture = TenantCulture.Of(tenant);
        var periods = report.Periods;
        var period = NameOf(periods.From, periods.To, culture);
        var previous = NameOf(periods.PreviousFrom, periods.PreviousTo, culture);
        var (steps, overall) = FunnelStep.Split(report.Stages, report.Rates);
        return new FunnelContent
        {
            Title = $"{tenant.Name}, {period}: conversion of its leads",
            TenantName = tenant.Name,
            Language = culture.Name,
            PeriodName = period,
            PreviousName = previous,
            Cohort = periods.From.Day == 1 && periods.To == periods.From.AddMonths(1) ? "this month's leads" : "this period's leads",
            About = $"How far those got who became leads in {period}, each followed for {report.WindowDays.ToString("N0", culture)} days. "
                + "These are rates of that group, and not the month's own figures, which count what happened in the month."
                + (report.YoungLeads > 0 ? $" {previous} is shown as it stood at the same age." : ""),
            Verdict = FunnelVerdict.Of(report, period, previous, culture),
            Notes = [.. NotesOf(report, period, previous, culture)],
            Bands = FunnelBand.Of(report.Stages, report.Rates, culture),
            Steps = [.. steps.Select(rate => FunnelStep.Of(rate, culture))],
            Overall = [.. overall.Select(rate => FunnelStep.Of(rate, culture))],
            Tabs = [.. TabsOf(report, linkTo)],
            Table = FunnelTable.Of(report, culture),
            Excluded =
            [
                .. report.Excluded.Select(bucket => (
                    FunnelWords.ExclusionOf(bucket.Bucket), bucket.Clients.ToString("N0", culture), bucket.PreviousClients.ToString("N0", culture))),
            ],
            Checks =
            [
                .. report.SelfCheck.Select(check => (
                    check.Meaning,
                    $"{check.Found.ToString("N0", culture)} of {check.Of.ToString("N0", culture)}",
                    check.Status)),
            ],
            CheckMeanings = [.. report.SelfCheck.Select(check => FunnelWords.MeaningOf(check.Status)).OfType<string>().Distinct()],
            Provenance = $"Read {TimeZoneInfo.ConvertTime(report.ReadAt, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone)).ToString("f", culture).Replace('\u202f', ' ')} ({tenant.TimeZone}) · "
                + $"definitions version {report.DefinitionsVersion} · ledger position {report.AsOf} · every figure is computed from the ledger, none is typed in",
        };
    }

    private static IEnumerable<string> NotesOf(FunnelReport report, string period, string previous, CultureInfo culture)
    {
        var periods = report.Periods;
        if (report.Filter.Count > 0)
        {
            yield return $"Only {string.Join(", ", report.Filter.Select(tag => $"{tag.Key} {tag.Value}"))}.";
        }

        if (periods.IsPartial)
        {
            yield return $"Not over yet: {NameOf(periods.From, periods.EffectiveTo, culture)} is compared with {previous}.";
        }

        if (report.YoungLeads > 0)
        {
            yield return $"Provisional: {report.YoungLeads.ToString("N0", culture)} {(report.YoungLeads == 1 ? "lead is" : "leads are")} "
                + $"younger than {report.WindowDays.ToString("N0", culture)} days and may still move on.";
        }

        if (report.SelfCheck.Count(check => check.Status == "violated") is > 0 and var violated)
        {
            yield return $"{(violated == 1 ? "A check is" : $"{violated.ToString("N0", culture)} checks are")} violated: see what the report found about itself.";
        }
    }

    private static IEnumerable<FunnelTab> TabsOf(FunnelReport report, Func<string?, string> linkTo)
    {
        yield return new FunnelTab("Everyone", linkTo(null), report.By is null);
        var oneMonth = Month.Of(report.Periods.From) == Month.Of(report.Periods.To.AddDays(-1));
        foreach (var (by, name) in FunnelWords.Dimensions)
        {
            if (by != "month" || !oneMonth || report.By == by)
            {
                yield return new FunnelTab($"By {name}", linkTo(by), report.By == by);
            }
        }
    }

    /// <summary>A month by its name, any other range by its first and last day.</summary>
    private static string NameOf(DateOnly from, DateOnly to, CultureInfo culture)
    {
        if (from.Day == 1 && to == from.AddMonths(1))
        {
            return from.ToString("MMMM yyyy", culture);
        }

        var last = to.AddDays(-1);
        var firstYear = from.Year == last.Year ? "" : " " + from.ToString("yyyy", culture);
        return from == last
            ? $"{last.ToString("M", culture)} {last.ToString("yyyy", culture)}"
            : $"{from.ToString("M", culture)}{firstYear} – {last.ToString("M", culture)} {last.ToString("yyyy", culture)}";
    }
}
