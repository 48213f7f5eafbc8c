using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Which digest: of a tenant, a month and its revision.</summary>
public sealed record DigestKey(Tenant Tenant, Month Month, int Revision)
{
    public override string ToString() => $"{Month} r{Revision}";
}
