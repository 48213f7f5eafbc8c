using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Tenants;
using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

/// <summary>What is wrong with a tenant's settings, in words that name the member.</summary>
public static partial class TenantValidation
{
    private const int MostRecipients = 50;
    private const int MostCalendars = 200;

    public static string? Fault(TenantSettings settings) =>
        GeneralFault(settings)
        ?? CrmFault(settings)
        ?? PipelineValidation.Fault(settings.Pipelines)
        ?? LabelRuleValidation.Fault(settings.LabelRules)
        ?? OwnerValidation.Fault(settings.Owners)
        ?? TargetValidation.Fault(settings.Targets, settings.Currency)
        ?? AdminValidation.Fault(settings.Admins)
        ?? HeadlineValidation.Fault(settings.HeadlineKpis)
        ?? SourceIntervalValidation.Fault(settings.SourceIntervals);

    internal static bool IsMonth(string? text) => Month.TryParse(text, out var month) && month.First.Year is >= 2000 and <= 2100;

    internal static bool IsCurrency(string text) => CurrencyCode().IsMatch(text);

    private static string? GeneralFault(TenantSettings settings) => settings switch
    {
        { Name: var name } when string.IsNullOrWhiteSpace(name) || name.Length > 200 || name.Any(char.IsControl) =>
            "name must be 1 to 200 characters, without control characters.",
        { TimeZone: var zone } when !IsIanaZone(zone) => "timeZone must be an IANA time zone, such as America/New_York.",
        { Currency: var currency } when !IsCurrency(currency) => "currency must be an ISO 4217 code in capitals, such as USD.",
        { FirstMonth: { } month } when !IsMonth(month) => "firstMonth must be a month from 2000-01 to 2100-12, such as 2026-01.",
        { Culture: { } culture } when !IsCulture(culture) => "culture must name a country too, such as en-US.",
        { GraceHours: < 0 or > 240 } => "graceHours must be 0 to 240.",
        { Recipients.Count: > MostRecipients } => $"recipients must be at most {MostRecipients}.",
        { Recipients: { } recipients } when recipients.Any(recipient => !IsRecipient(recipient)) =>
            "recipients must have an e-mail address each, and a name of at most 200 characters.",
        { Recipients: { } recipients } when recipients.DistinctBy(recipient => recipient.Email, StringComparer.OrdinalIgnoreCase).Count() < recipients.Count =>
            "recipients must not name an address twice.",
        { StripeAccounts: { } accounts } when accounts.Any(account => account is null || !StripeAccount().IsMatch(account)) =>
            "stripeAccounts must be account ids, such as acct_1AbC.",
        _ => null,
    };

    private static string? CrmFault(TenantSettings settings) =>
        (settings.LocationId is "" ? null : OptionalText(settings.LocationId, "locationId", 100))
        ?? (settings.FunnelField is "" ? null : OptionalText(settings.FunnelField, "funnelField", 100))
        ?? (settings.FunnelWindowDays is < 1 or > 3650 ? "funnelWindowDays must be 1 to 3650." : null)
        ?? Each(settings.SalesCalendars, "salesCalendars", MostCalendars, (id, path) => Text(id, path, 100))
        ?? Repeated(settings.SalesCalendars, "salesCalendars", "", id => id.Trim());

    private static bool IsIanaZone(string id) =>
        ZoneName().IsMatch(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId;

    private static bool IsCulture(string name)
    {
        try
        {
            return name.Length > 0 && !CultureInfo.GetCultureInfo(name, predefinedOnly: true).IsNeutralCulture;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private static bool IsRecipient(RecipientSettings? recipient) =>
        recipient is not null
        && EmailAddress.IsValid(recipient.Email)
        && (recipient.Name is null || (recipient.Name.Length <= 200 && !recipient.Name.Any(char.IsControl)));

    // Not the folders that some systems keep beside the zones, nor abbreviations.
    [GeneratedRegex(@"^(?!posix/|right/)(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]+){1,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyCode();

    [GeneratedRegex(@"^acct_[A-Za-z0-9]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StripeAccount();
}
