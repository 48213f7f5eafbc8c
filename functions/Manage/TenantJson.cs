namespace Plumbline.Manage;

/// <summary>A tenant as the API shows it.</summary>
public sealed record TenantJson(
    Guid TenantId,
    string Tenant,
    string Name,
    string TimeZone,
    string Currency,
    string FirstMonth,
    string Culture,
    int GraceHours,
    IReadOnlyList<string> Recipients,
    IReadOnlyList<string> StripeAccounts)
{
    public static TenantJson Of(PutTenantResult.Saved saved) => new(
        saved.Tenant.Id,
        saved.Tenant.Slug,
        saved.Tenant.Name,
        saved.TimeZone,
        saved.Tenant.Currency,
        saved.Tenant.FirstMonth.ToString(),
        saved.Tenant.Culture,
        saved.Tenant.GraceHours,
        saved.Recipients,
        saved.Tenant.StripeAccounts);
}
