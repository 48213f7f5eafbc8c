using System.Text.Json;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>
/// Reconciliations that are to be run. A request is a row; the queue message only makes it quick, since the timer writes another
/// for whatever has not ended and nobody is at. Of one tenant there is one at a time.
/// </summary>
public sealed class ReconciliationOutbox(Database database, Storage storage, TimeProvider time)
{
    public const string Queue = "reconciliations";

    /// <summary>Who asks for the daily one.</summary>
    public const string Timer = "timer";

    // In the small hours, and not every tenant at once.
    private static readonly TimeSpan Earliest = TimeSpan.FromHours(3);
    private const uint StaggerMinutes = 120;

    private const string Insert = """
        insert into ops.reconciliations (tenant_id, run_id, requested_by, due_on, since)
        values ($1, $2, $3, $4::date, $5::timestamptz)
        on conflict do nothing
        """;

    private const string SelectUnfinished = "select run_id from ops.reconciliations where tenant_id = $1 and finished_at is null";

    // Claiming the row before the message is written keeps two timers from both writing one.
    private const string ClaimIdle = """
        update ops.reconciliations
        set queued_at = now()
        where tenant_id = $1
            and finished_at is null
            and (leased_until is null or leased_until < now())
            and (queued_at is null or queued_at < now() - interval '10 minutes')
        returning run_id
        """;

    private const string MarkQueued = "update ops.reconciliations set queued_at = now() + $3 where tenant_id = $1 and run_id = $2";

    /// <param name="since">From when on the sources are compared; null for as far as has not been compared completely yet.</param>
    /// <returns>The run, and whether it was under way before.</returns>
    public async Task<(Guid Run, bool WasUnderWay)> RequestAsync(ManageCall call, DateTimeOffset? since, CancellationToken cancel)
    {
        var tenant = call.Tenant;
        Guid? underWay;
        var run = Guid.CreateVersion7(time.GetUtcNow());
        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            // One that ends between the two looks leaves the way free.
            do
            {
                underWay = await session.ExecuteAsync(Insert, cancel, tenant.Id, run, call.Actor, null, since?.UtcDateTime) > 0
                    ? run
                    : await session.FirstAsync(SelectUnfinished, row => (Guid?)row.GetGuid(0), cancel, tenant.Id);
            }
            while (underWay is null);

            await call.AuditAsync(session, underWay.Value.ToString(), new { since, isNew = underWay == run }, cancel);
            await session.CommitAsync(cancel);
        }

        await EnqueueIdleAsync(tenant, cancel);
        return (underWay.Value, underWay != run);
    }

    /// <summary>The daily one, once the tenant's clock is past its hour.</summary>
    public async Task RequestIfDueAsync(Tenant tenant, CancellationToken cancel)
    {
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
        if (local.TimeOfDay < HourOf(tenant))
        {
            return;
        }

        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await session.ExecuteAsync(
            Insert, cancel, tenant.Id, Guid.CreateVersion7(time.GetUtcNow()), Timer, DateOnly.FromDateTime(local.DateTime), null);
        await session.CommitAsync(cancel);
    }

    /// <summary>Writes a queue message for a run of the tenant that has not ended and that nobody is at.</summary>
    public async Task EnqueueIdleAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        foreach (var run in await session.ListAsync(ClaimIdle, row => row.GetGuid(0), cancel, tenant.Id))
        {
            await SendAsync(tenant, run, delay: null, cancel);
        }

        await session.CommitAsync(cancel);
    }

    /// <summary>Writes a message with which a run goes on later.</summary>
    public async Task EnqueueAsync(Tenant tenant, Guid run, TimeSpan delay, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await session.ExecuteAsync(MarkQueued, cancel, tenant.Id, run, delay);
        await SendAsync(tenant, run, delay, cancel);
        await session.CommitAsync(cancel);
    }

    internal static TimeSpan HourOf(Tenant tenant) => Earliest + TimeSpan.FromMinutes(BitConverter.ToUInt32(tenant.Id.ToByteArray()) % StaggerMinutes);

    private async Task SendAsync(Tenant tenant, Guid run, TimeSpan? delay, CancellationToken cancel)
    {
        var queue = storage.Queue(Queue);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancel);
        await Traces.SendAsync(Queue, trace => queue.SendMessageAsync(
            JsonSerializer.Serialize(new ReconciliationMessage(tenant.Slug, run, trace.Parent, trace.State), JsonResponse.Options), delay, cancellationToken: cancel));
    }
}
