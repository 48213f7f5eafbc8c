using System.Data;
using Microsoft.Extensions.Logging;
using Plumbline.Digest;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Snapshots.Seals;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Closes a month once, and makes a further revision of one that is closed.</summary>
public sealed partial class MonthFreezer(
    Database database, FrozenMonths months, RevisionWriter revisions, MonthSealer sealer, DigestOutbox outbox, PlumblineMetrics metrics, TimeProvider time,
    ILogger<MonthFreezer> log)
{
    /// <summary>On request: as soon as the month is over.</summary>
    public Task<FreezeResult> FreezeAsync(ManageCall call, Month month, CancellationToken cancel) =>
        FreezeAsync(call.Tenant, month, call.Actor, "on request", afterGrace: false, call, cancel);

    /// <param name="afterGrace">Whether the month stays open for the tenant's grace hours.</param>
    public Task<FreezeResult> FreezeAsync(Tenant tenant, Month month, string actor, string reason, bool afterGrace, CancellationToken cancel) =>
        FreezeAsync(tenant, month, actor, reason, afterGrace, call: null, cancel);

    /// <summary>Computes a closed month anew, as a revision of its own; what was closed before stays as it was.</summary>
    /// <param name="expected">The revision that whoever asks has seen.</param>
    public Task<RegenerateResult> RegenerateAsync(ManageCall call, Month month, int expected, string reason, CancellationToken cancel) =>
        Race.RunAsync(() => TryRegenerateAsync(call, month, expected, reason, cancel), cancel);

    // Somebody froze it, or changed the tenant's time zone, after our snapshot: a new one shows what holds.
    private Task<FreezeResult> FreezeAsync(
        Tenant tenant, Month month, string actor, string reason, bool afterGrace, ManageCall? call, CancellationToken cancel) =>
        Race.RunAsync(() => TryFreezeAsync(tenant, month, actor, reason, afterGrace, call, cancel), cancel);

    private async Task<FreezeResult> TryFreezeAsync(
        Tenant tenant, Month month, string actor, string reason, bool afterGrace, ManageCall? call, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.Serializable);
        var period = await MonthPeriod.ReadAsync(session, tenant, month, cancel);
        if (month.First < period.FirstMonth)
        {
            return new FreezeResult.BeforeFirstMonth(new Month(period.FirstMonth));
        }

        if (period.Revision is not null)
        {
            return new FreezeResult.Frozen(await ReadAsync(tenant, month, cancel), AlreadyFrozen: true);
        }

        if ((afterGrace ? period.ClosesAt : period.EndsAt) > time.GetUtcNow())
        {
            return new FreezeResult.NotClosed(period.EndsAt, period.TimeZone);
        }

        var next = period.LatestFrozen is { } latest ? new Month(latest).Next : new Month(period.FirstMonth);
        if (month > next)
        {
            return new FreezeResult.EarlierMonthOpen(next);
        }

        if (period.PreviousEndsAt is { } ended && ended != period.StartsAt)
        {
            throw new InvalidOperationException($"{month} of {tenant.Slug} starts at {period.StartsAt:u}, and the month before ended at {ended:u}.");
        }

        return await MeasureAsync(tenant, month, revision: 1, () => CloseAsync(session, tenant, month, period, actor, reason, call, cancel));
    }

    private async Task<FreezeResult> CloseAsync(
        TenantSession session, Tenant tenant, Month month, MonthPeriod period, string actor, string reason, ManageCall? call, CancellationToken cancel)
    {
        session.TakeAnyTime();
        await using var manifest = await revisions.WriteAsync(
            session, tenant, month, revision: 1, period, actor, reason, tellsChanges: outbox.IsDue(tenant, period.EndsAt), cancel);
        await outbox.RequestIfDueAsync(session, tenant, month, period.EndsAt, cancel);
        await (call?.AuditAsync(session, month.ToString(), new { revision = 1 }, cancel) ?? Task.CompletedTask);
        await session.CommitAsync(cancel);

        await sealer.CopyAsync(tenant, manifest, cancel);
        await EnqueueDigestAsync(tenant, cancel);
        return new FreezeResult.Frozen(await ReadAsync(tenant, month, cancel), AlreadyFrozen: false);
    }

    private async Task<RegenerateResult> TryRegenerateAsync(ManageCall call, Month month, int expected, string reason, CancellationToken cancel)
    {
        var tenant = call.Tenant;
        await using var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.Serializable);
        var period = await MonthPeriod.ReadAsync(session, tenant, month, cancel);
        if (period.Revision is not { } current)
        {
            return new RegenerateResult.NotFrozen();
        }

        if (current != expected)
        {
            return new RegenerateResult.OtherRevision(current);
        }

        return await MeasureAsync(tenant, month, current + 1, () => RegenerateAsync(session, call, month, period, current, reason, cancel));
    }

    private async Task<RegenerateResult> RegenerateAsync(
        TenantSession session, ManageCall call, Month month, MonthPeriod period, int current, string reason, CancellationToken cancel)
    {
        var tenant = call.Tenant;
        session.TakeAnyTime();
        await using var manifest = await revisions.WriteAsync(
            session, tenant, month, current + 1, period, call.Actor, reason, tellsChanges: false, cancel);
        await ProvisionalMonths.SettleAsync(session, tenant, month, current, call.Actor, cancel);
        await call.AuditAsync(session, month.ToString(), new { revision = current + 1 }, cancel);
        await session.CommitAsync(cancel);

        await sealer.CopyAsync(tenant, manifest, cancel);
        return new RegenerateResult.Regenerated(await ReadAsync(tenant, month, cancel));
    }

    private Task<T> MeasureAsync<T>(Tenant tenant, Month month, int revision, Func<Task<T>> work) => Traces.RunAsync("freeze month", span =>
    {
        span?.SetTag("plumbline.tenant", tenant.Slug).SetTag("plumbline.month", month.ToString()).SetTag("plumbline.revision", revision);
        return metrics.FreezeAsync(revision, work);
    });

    // The month is closed and its digest noted as due: without storage, the sweep queues it later.
    private async Task EnqueueDigestAsync(Tenant tenant, CancellationToken cancel)
    {
        try
        {
            await outbox.EnqueueAsync(tenant, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotQueued(tenant.Slug, e);
        }
    }

    private async Task<FrozenMonth> ReadAsync(Tenant tenant, Month month, CancellationToken cancel) =>
        await months.FindAsync(tenant, month, revision: null, cancel)
        ?? throw new InvalidOperationException($"Month {month} of {tenant.Slug} was frozen and cannot be read.");

    [LoggerMessage(LogLevel.Warning, "The digest of {Tenant} could not be queued; the sweep will queue it")]
    private partial void LogNotQueued(string tenant, Exception exception);
}
