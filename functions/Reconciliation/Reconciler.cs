using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Reconciliation.Sources;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>
/// Runs a reconciliation, source by source. It may be stopped anywhere: whoever takes it up goes on from where each source's cursor
/// stands. What it finds of a source is settled only where that source was compared to its end.
/// </summary>
public sealed partial class Reconciler
{
    // Well within the ten minutes that a function may take.
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    // A source that asks for a day is asked again all the same: the day's run must not stand in the next one's way.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private const string Claim = """
        update ops.reconciliations
        set started_at = coalesce(started_at, now()), lease = $3, leased_until = now() + interval '2 minutes'
        where tenant_id = $1 and run_id = $2 and finished_at is null and (leased_until is null or leased_until < now())
        returning since
        """;

    private const string Extend = """
        update ops.reconciliations
        set leased_until = now() + interval '2 minutes'
        where tenant_id = $1 and run_id = $2 and lease = $3 and finished_at is null
        """;

    private const string Release = "update ops.reconciliations set leased_until = null where tenant_id = $1 and run_id = $2 and lease = $3";

    private readonly Database database;
    private readonly IReadOnlyList<IReconciliationPart> parts;
    private readonly ReconciliationOutbox outbox;
    private readonly ReconciliationAlerts alerts;
    private readonly TimeProvider time;
    private readonly ILogger<Reconciler> log;

    internal Reconciler(
        Database database, IEnumerable<IReconciliationPart> parts, ReconciliationOutbox outbox, ReconciliationAlerts alerts, TimeProvider time,
        ILogger<Reconciler> log) =>
        (this.database, this.parts, this.outbox, this.alerts, this.time, this.log) = (database, [.. parts], outbox, alerts, time, log);

    /// <summary>Begins a run, or goes on with it. One that has ended, or that somebody else is at, is let be.</summary>
    public async Task GoOnAsync(Tenant tenant, Guid run, CancellationToken cancel)
    {
        var lease = Guid.NewGuid();
        var (since, isClaimed) = await ClaimAsync(tenant, run, lease, cancel);
        if (!isClaimed)
        {
            return;
        }

        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var beating = BeatAsync(tenant, run, lease, working.Token);
        try
        {
            if (await RunAsync(tenant, run, lease, since, cancel) is { } delay)
            {
                await WriteAsync(tenant, Release, run, lease, CancellationToken.None);
                await outbox.EnqueueAsync(tenant, run, delay, cancel);
                return;
            }
        }
        catch (OvertakenException)
        {
            LogOvertaken(tenant.Slug, run);
            return;
        }
        catch
        {
            // The next try of the message goes on at once.
            await WriteAsync(tenant, Release, run, lease, CancellationToken.None);
            throw;
        }
        finally
        {
            await working.CancelAsync();
            await beating;
        }

        await alerts.SendAsync(tenant, cancel);
    }

    /// <summary>Ends a run that cannot go on. What was compared before stays.</summary>
    public async Task GiveUpAsync(Tenant tenant, Guid run, CancellationToken cancel)
    {
        LogGivenUp(tenant.Slug, run);
        await RunResults.GiveUpAsync(database, tenant, run, cancel);
        await alerts.SendAsync(tenant, cancel);
    }

    /// <returns>After how long it is to go on; null when it has ended.</returns>
    private async Task<TimeSpan?> RunAsync(Tenant tenant, Guid run, Guid lease, DateTimeOffset? since, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + Slice;
        TimeSpan? delay = null;
        foreach (var part in parts)
        {
            await using (var session = await database.OpenAsync(tenant.Id, cancel))
            {
                if (await RunResults.HasEndedAsync(session, tenant, run, part, cancel))
                {
                    continue;
                }

                await session.CommitAsync(cancel);
            }

            var rest = await RunPartAsync(part, new ReconciliationRun(database, tenant, run, part.Source, since, time, until, lease), cancel);
            if (rest == TimeSpan.Zero)
            {
                return rest;
            }

            // One source's rest is no reason for the others to wait.
            delay = rest is null || rest > delay ? delay : rest;
        }

        if (delay is not null)
        {
            return delay;
        }

        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            var result = await RunResults.EndAsync(session, tenant, run, lease, cancel);
            await session.CommitAsync(cancel);
            LogEnded(tenant.Slug, run, result.Status, result.NewFindings);
        }

        return null;
    }

    private async Task<TimeSpan?> RunPartAsync(IReconciliationPart part, ReconciliationRun run, CancellationToken cancel)
    {
        PartResult result;
        SourceException? fault = null;
        try
        {
            result = await Traces.RunAsync($"compare {part.Source}", _ => part.RunAsync(run, cancel));
        }
        catch (SourceException e)
        {
            LogFault(run.Tenant.Slug, part.Source, e);
            (result, fault) = (new PartResult.Unfinished(), e);
        }

        await using var session = await run.OpenAsync(cancel);
        if (fault is { IsTransient: true } && await RunResults.AddFaultAsync(session, run, part, cancel) is { } delay)
        {
            await session.CommitAsync(cancel);
            return fault.RetryAfter is not { } asked || asked < delay ? delay : asked < LongestDelay ? asked : LongestDelay;
        }

        if (fault is null && result is PartResult.Unfinished)
        {
            return TimeSpan.Zero;
        }

        await RunResults.EndPartAsync(session, run, part, result, fault, cancel);
        await session.CommitAsync(cancel);
        return null;
    }

    private async Task<(DateTimeOffset? Since, bool IsClaimed)> ClaimAsync(Tenant tenant, Guid run, Guid lease, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var claimed = await session.ListAsync(Claim, row => row.GetOptional<DateTimeOffset>(0), cancel, tenant.Id, run, lease);
        await session.CommitAsync(cancel);
        return claimed is [var since] ? (since, true) : (null, false);
    }

    private async Task BeatAsync(Tenant tenant, Guid run, Guid lease, CancellationToken cancel)
    {
        using var beat = new PeriodicTimer(Heartbeat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(cancel))
            {
                try
                {
                    await WriteAsync(tenant, Extend, run, lease, cancel);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    LogNoBeat(tenant.Slug, run, e);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(Tenant tenant, string sql, Guid run, Guid lease, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await session.ExecuteAsync(sql, cancel, tenant.Id, run, lease);
        await session.CommitAsync(cancel);
    }

    [LoggerMessage(LogLevel.Information, "Reconciliation {Run} of {Tenant} {Status}: {NewFindings} new findings")]
    private partial void LogEnded(string tenant, Guid run, string status, int newFindings);

    [LoggerMessage(LogLevel.Warning, "Reconciliation of {Tenant}: {Source} could not be compared")]
    private partial void LogFault(string tenant, string source, Exception exception);

    [LoggerMessage(LogLevel.Error, "Reconciliation {Run} of {Tenant} failed five times and is given up")]
    private partial void LogGivenUp(string tenant, Guid run);

    [LoggerMessage(LogLevel.Warning, "Reconciliation {Run} of {Tenant} was taken up by another worker")]
    private partial void LogOvertaken(string tenant, Guid run);

    [LoggerMessage(LogLevel.Warning, "Reconciliation {Run} of {Tenant}: its lease could not be extended")]
    private partial void LogNoBeat(string tenant, Guid run, Exception exception);
}
