namespace Plumbline.Manage;

/// <summary>A tenant's settings as they are, in canonical form.</summary>
/// <param name="Version">Of the settings; everything but the time zone belongs to it.</param>
/// <param name="LatestFrozen">First day of the latest closed month.</param>
public sealed record StoredTenant(long Version, TenantSettings Settings, DateOnly? LatestFrozen);
