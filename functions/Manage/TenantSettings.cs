namespace Plumbline.Manage;

/// <summary>
/// A tenant as an admin describes it. What is left out stays as it was; an empty list empties, and so does an empty
/// <c>locationId</c> or <c>funnelField</c>.
/// </summary>
/// <param name="TimeZone">An IANA zone, such as <c>America/New_York</c>.</param>
/// <param name="Currency">ISO 4217; shown first, and never added to another.</param>
/// <param name="FirstMonth">The first month that closes, yyyy-MM; at first the current month.</param>
/// <param name="Culture">How numbers and dates are written; at first <c>en-US</c>.</param>
/// <param name="GraceHours">Hours between the end of a month and its freeze by the timer; at first 6.</param>
/// <param name="StripeAccounts">Connected accounts (acct_…) whose events count; every account when empty.</param>
/// <param name="LocationId">GoHighLevel's id of the tenant's location; no two tenants share one.</param>
/// <param name="Pipelines">The CRM's pipelines; at most 50.</param>
/// <param name="SalesCalendars">Ids of the calendars whose appointments count as booked calls; every calendar when empty.</param>
/// <param name="LabelRules">What the labels on contacts mean; at most 1,000.</param>
/// <param name="FunnelField">Id of the contact's custom field that says its funnel.</param>
/// <param name="FunnelWindowDays">How many days after becoming a lead a step still counts as converted; at first 90.</param>
/// <param name="Owners">The tenant's own people; at most 500.</param>
/// <param name="Targets">What KPIs are to reach each month; at most 1,000.</param>
/// <param name="Admins">Who is told when something needs somebody; at most 20.</param>
/// <param name="HeadlineKpis">Keys of the 8 to 12 KPIs that the digest shows, in its order; the usual ones when empty.</param>
/// <param name="SourceIntervals">How long feeds may be silent; each feed judges by its own habit where it is not named.</param>
public record TenantSettings(
    string Name,
    string TimeZone,
    string Currency,
    string? FirstMonth = null,
    string? Culture = null,
    int? GraceHours = null,
    IReadOnlyList<RecipientSettings>? Recipients = null,
    IReadOnlyList<string>? StripeAccounts = null,
    string? LocationId = null,
    IReadOnlyList<PipelineSettings>? Pipelines = null,
    IReadOnlyList<string>? SalesCalendars = null,
    IReadOnlyList<LabelRuleSettings>? LabelRules = null,
    string? FunnelField = null,
    int? FunnelWindowDays = null,
    IReadOnlyList<OwnerSettings>? Owners = null,
    IReadOnlyList<TargetSettings>? Targets = null,
    IReadOnlyList<AdminSettings>? Admins = null,
    IReadOnlyList<string>? HeadlineKpis = null,
    IReadOnlyList<SourceIntervalSettings>? SourceIntervals = null);
