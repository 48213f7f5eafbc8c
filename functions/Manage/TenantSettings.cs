namespace Plumbline.Manage;

/// <summary>A tenant as an admin describes it.</summary>
/// <param name="TimeZone">An IANA zone, such as <c>America/New_York</c>.</param>
/// <param name="Currency">ISO 4217; shown first, and never added to another.</param>
/// <param name="FirstMonth">The first month that closes, yyyy-MM; the current month when left out.</param>
/// <param name="Culture">How numbers and dates are written, such as <c>en-US</c>.</param>
/// <param name="GraceHours">Hours between the end of a month and its freeze by the timer; 6 when left out.</param>
/// <param name="StripeAccounts">Connected accounts (acct_…) whose events count; every account when empty.</param>
public sealed record TenantSettings(
    string Name,
    string TimeZone,
    string Currency,
    string? FirstMonth = null,
    string? Culture = null,
    int? GraceHours = null,
    IReadOnlyList<RecipientSettings>? Recipients = null,
    IReadOnlyList<string>? StripeAccounts = null);
