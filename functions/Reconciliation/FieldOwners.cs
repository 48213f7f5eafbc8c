using Plumbline.Platform;

namespace Plumbline.Reconciliation;

/// <summary>Which system is believed when two disagree on a field: config.field_owners.</summary>
internal static class FieldOwners
{
    public const string Cash = "cash";
    public const string Pipeline = "pipeline";
    public const string Appointments = "appointments";

    private const string SelectOwner = "select source from config.field_owners where field = $1 order by seq desc limit 1";

    public static async Task<bool> IsAsync(TenantSession session, string field, string source, CancellationToken cancel) =>
        await session.FirstAsync(SelectOwner, row => row.GetString(0), cancel, field) == source;
}
