namespace Plumbline.Manage;

/// <summary>A tenant as the API shows it: its identity beside its settings.</summary>
public sealed record TenantJson : TenantSettings
{
    private TenantJson(Guid tenantId, string tenant, TenantSettings settings) : base(settings) => (TenantId, Tenant) = (tenantId, tenant);

    public Guid TenantId { get; }

    public string Tenant { get; }

    public static TenantJson Of(PutTenantResult.Saved saved) => new(saved.TenantId, saved.Slug, saved.Settings);
}
