namespace Plumbline.Digest;

/// <summary>What lies on queue <c>digests</c>.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Month">yyyy-MM.</param>
public sealed record DigestMessage(string Tenant, string Month, int Revision);
