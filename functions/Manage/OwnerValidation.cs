using System.Globalization;
using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class OwnerValidation
{
    private const int MostOwners = 500;
    private const int MostRoles = 100;

    public static string? Fault(IReadOnlyList<OwnerSettings>? owners) =>
        Each(owners, "owners", MostOwners, Fault)
        ?? Repeated(owners, "owners", ".id", owner => owner.Id.Trim())
        ?? Repeated(owners, "owners", ".email", owner => owner.Email?.Trim().ToLowerInvariant());

    private static string? Fault(OwnerSettings owner, string path) =>
        Text(owner.Id, $"{path}.id", 100)
        ?? OptionalText(owner.Name, $"{path}.name", 200)
        ?? (owner.Email is null || EmailAddress.IsValid(owner.Email.Trim()) ? null : $"{path}.email must be an e-mail address.")
        ?? Each(owner.Roles, $"{path}.roles", MostRoles, Fault)
        ?? Repeated(owner.Roles, $"{path}.roles", ".effectiveFrom", role => role.EffectiveFrom.ToString("o", CultureInfo.InvariantCulture));

    private static string? Fault(OwnerRoleSettings role, string path) =>
        (role.EffectiveFrom.Year is < 1900 or > 2100 ? $"{path}.effectiveFrom must be a date of the years 1900 to 2100, such as 2026-01-31." : null)
        ?? OptionalText(role.Team, $"{path}.team", 100)
        ?? OptionalText(role.Department, $"{path}.department", 100);
}
