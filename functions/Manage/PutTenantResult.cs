namespace Plumbline.Manage;

public abstract record PutTenantResult
{
    private PutTenantResult()
    {
    }

    /// <param name="Settings">All of them, as they now are.</param>
    public sealed record Saved(Guid TenantId, string Slug, TenantSettings Settings, bool Created) : PutTenantResult;

    /// <summary>Something that only the database knows is wrong with the settings.</summary>
    public sealed record Invalid(string Reason) : PutTenantResult;

    /// <summary>The change would contradict a closed month.</summary>
    public sealed record Refused(string Reason) : PutTenantResult;
}
