namespace Plumbline.Reports;

/// <summary>The conversion report as the API answers it. The rates are named after the leads they are of, so that nobody takes them for a month's KPIs.</summary>
/// <param name="Cohort">Whom it follows.</param>
/// <param name="To">The first date after the period.</param>
/// <param name="EffectiveTo">Where the period ends so far: tomorrow while it is still running.</param>
/// <param name="PreviousFrom">Where the period begins that it is compared with.</param>
/// <param name="PreviousTo">The first date after that.</param>
/// <param name="IsPartial">Whether the period is still running.</param>
/// <param name="WindowDays">How many days a lead is followed.</param>
/// <param name="Filter">Value by tag, as asked for.</param>
/// <param name="By">What the groups are; left out without groups.</param>
/// <param name="Groups">One a value of what they are by.</param>
/// <param name="Excluded">Contacts that are no leads, by the first reason that fits.</param>
/// <param name="YoungLeads">Leads whose window is still running.</param>
/// <param name="AsOf">The point of the ledger it was read at.</param>
/// <param name="DefinitionsVersion">The definitions that were in force.</param>
public sealed record FunnelJson(
    string Tenant,
    string Cohort,
    DateOnly From,
    DateOnly To,
    DateOnly EffectiveTo,
    DateOnly PreviousFrom,
    DateOnly PreviousTo,
    bool IsPartial,
    int WindowDays,
    IReadOnlyDictionary<string, string> Filter,
    string? By,
    IReadOnlyList<FunnelStage> Stages,
    IReadOnlyList<FunnelRate> Rates,
    IReadOnlyList<FunnelGroup>? Groups,
    IReadOnlyList<FunnelExclusion> Excluded,
    IReadOnlyList<FunnelCheck> SelfCheck,
    long YoungLeads,
    string AsOf,
    long DefinitionsVersion)
{
    public static FunnelJson Of(string tenant, FunnelReport report) => new(
        tenant,
        "leads of the period",
        report.Periods.From,
        report.Periods.To,
        report.Periods.EffectiveTo,
        report.Periods.PreviousFrom,
        report.Periods.PreviousTo,
        report.Periods.IsPartial,
        report.WindowDays,
        report.Filter,
        report.By,
        report.Stages,
        report.Rates,
        report.By is null ? null : report.Groups,
        report.Excluded,
        report.SelfCheck,
        report.YoungLeads,
        report.AsOf,
        report.DefinitionsVersion);
}
