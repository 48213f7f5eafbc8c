namespace Plumbline.Reports;

/// <summary>The conversion report as the API answers it. The rates are named after the leads they are of, so that nobody takes them for a month's KPIs.</summary>
public static class FunnelJson
{
    public static object Of(string tenant, FunnelReport report) => new
    {
        tenant,
        cohort = "leads of the period",
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
        groups = report.By is null ? null : report.Groups,
        report.Excluded,
        report.SelfCheck,
        report.YoungLeads,
        report.AsOf,
        report.DefinitionsVersion,
    };
}
