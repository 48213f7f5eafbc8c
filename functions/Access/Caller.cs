using Plumbline.Tenants;

namespace Plumbline.Access;

/// <summary>Who is asking, and for which tenant.</summary>
/// <param name="Actor">The name that is written beside what they do.</param>
public sealed record Caller(Tenant Tenant, string Actor);
