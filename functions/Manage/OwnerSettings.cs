namespace Plumbline.Manage;

/// <summary>One of the tenant's own people, to whom the CRM assigns deals, calls and contacts.</summary>
/// <param name="Id">The CRM's user id.</param>
/// <param name="Email">In any case, kept in lower case: workflows name users by it.</param>
/// <param name="Roles">What they did from when on; the first role also holds for everything before.</param>
public sealed record OwnerSettings(string Id, string? Name = null, string? Email = null, IReadOnlyList<OwnerRoleSettings>? Roles = null);
