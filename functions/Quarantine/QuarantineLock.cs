using Plumbline.Platform;

namespace Plumbline.Quarantines;

/// <summary>One replay or dismissal of a tenant at a time: each sees what the one before it came to.</summary>
internal static class QuarantineLock
{
    private const string Take = "select pg_advisory_xact_lock(hashtextextended('quarantine ' || $1::text, 0))";

    public static Task TakeAsync(TenantSession session, Guid tenantId, CancellationToken cancel) => session.ExecuteAsync(Take, cancel, tenantId);
}
