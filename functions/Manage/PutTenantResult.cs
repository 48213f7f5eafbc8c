using Plumbline.Tenants;

namespace Plumbline.Manage;

public abstract record PutTenantResult
{
    private PutTenantResult()
    {
    }

    public sealed record Saved(Tenant Tenant, string TimeZone, IReadOnlyList<string> Recipients, bool Created) : PutTenantResult;

    /// <summary>Something that only the database knows is wrong with the settings.</summary>
    public sealed record Invalid(string Reason) : PutTenantResult;

    /// <summary>The change would contradict a closed month.</summary>
    public sealed record Refused(string Reason) : PutTenantResult;
}
