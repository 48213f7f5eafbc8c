namespace Plumbline.Digest;

/// <summary>A digest that was asked for, as the API answers it.</summary>
/// <param name="Month">yyyy-MM.</param>
/// <param name="Revision">Of the closed month.</param>
/// <param name="Digest">queued: it is rendered and mailed soon after.</param>
public sealed record DigestJson(string Tenant, string Month, int Revision, string Digest);
