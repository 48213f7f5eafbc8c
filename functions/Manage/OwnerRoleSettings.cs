namespace Plumbline.Manage;

/// <summary>The team and department of an owner, until the next role begins.</summary>
/// <param name="EffectiveFrom">The first local date on which it holds, yyyy-MM-dd.</param>
public sealed record OwnerRoleSettings(DateOnly EffectiveFrom, string? Team = null, string? Department = null);
