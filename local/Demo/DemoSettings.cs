using System.Globalization;
using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo;

/// <summary>The tenant's settings as an admin puts them: who the company is, and how its CRM is to be read.</summary>
internal static class DemoSettings
{
    /// <param name="firstMonth">Null to leave it as it is.</param>
    public static object Of(DemoPlan plan, string? firstMonth) => new
    {
        name = DemoCompany.Name,
        timeZone = DemoPlan.TimeZone,
        currency = "USD",
        firstMonth,
        recipients = new[] { new { email = DemoRunner.Recipient, name = "Demo Owner" } },
        locationId = DemoCompany.LocationId,
        pipelines = ((Pipeline[])[DemoCompany.Sales, DemoCompany.Renewals]).Select(pipeline => new
        {
            id = pipeline.Id,
            name = pipeline.Name,
            stages = pipeline.Stages.Select(stage => new { id = stage.Id, name = stage.Name, meaning = stage.Meaning }),
        }),
        salesCalendars = DemoCompany.SalesCalendars,
        labelRules = DemoCompany.LabelRules.Select(rule => new { label = rule.Label, meaning = rule.Meaning, sourceFunnel = rule.Funnel }),
        funnelField = DemoCompany.FunnelField,
        funnelWindowDays = 90,
        owners = DemoCompany.Staff.Select(member => new { id = member.Id, name = member.Name, email = member.Email, roles = Roles(plan, member) }),
        targets = Targets(plan),
    };

    private static object[] Roles(DemoPlan plan, StaffMember member)
    {
        object Role(DateOnly from, string team) => new { effectiveFrom = from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), team, department = member.Department };
        return member.NextTeam is { } next
            ? [Role(plan.FirstMonth, member.Team), Role(plan.FirstMonth.AddMonths(DemoPlan.MonthCount / 2).AddDays(14), next)]
            : [Role(plan.FirstMonth, member.Team)];
    }

    private static object[] Targets(DemoPlan plan)
    {
        var start = DemoPlan.Format(plan.FirstMonth);
        var later = DemoPlan.Format(plan.FirstMonth.AddMonths(DemoPlan.MonthCount / 2));
        return
        [
            new { kpi = "cash_collected", from = start, value = 25_000m, currency = "USD" },
            new { kpi = "cash_collected", from = later, value = 40_000m, currency = "USD" },
            new { kpi = "leads", from = start, value = 40m },
            new { kpi = "show_rate", from = start, value = 0.75m },
            new { kpi = "close_rate", from = start, value = 0.30m },
        ];
    }
}
