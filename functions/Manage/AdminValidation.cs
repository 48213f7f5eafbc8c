using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class AdminValidation
{
    private const int MostAdmins = 20;

    public static string? Fault(IReadOnlyList<AdminSettings>? admins) =>
        Each(admins, "admins", MostAdmins, Fault)
        ?? Repeated(admins, "admins", ".email", admin => admin.Email, StringComparer.OrdinalIgnoreCase);

    private static string? Fault(AdminSettings admin, string path) =>
        (EmailAddress.IsValid(admin.Email) ? null : $"{path}.email must be an e-mail address.")
        ?? OptionalText(admin.Name, $"{path}.name", 200);
}
