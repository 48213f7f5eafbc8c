namespace Plumbline.Tests.Sql.Model;

/// <summary>Where a person belongs from a local date on; the first one also before.</summary>
internal sealed record OwnerRole(string Owner, DateOnly From, string? Department, string? Team);
