using Microsoft.Extensions.Logging;
using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Closes every month that is due, of every tenant, oldest first: a run that was missed is caught up by the next.</summary>
public sealed partial class MonthCloser(
    TenantDirectory tenants, MonthFreezer freezer, FrozenMonths months, ProvisionalMonths provisional, MonthSealer sealer, ILogger<MonthCloser> log)
{
    public const string Actor = "timer";

    /// <exception cref="AggregateException">Some tenants' months could not be closed; the others' were.</exception>
    public async Task CloseDueAsync(CancellationToken cancel)
    {
        var failures = new List<Exception>();
        foreach (var tenant in await tenants.ListAsync(cancel))
        {
            // What keeps a month open must not keep a seal from being copied.
            foreach (var duty in new Func<Tenant, CancellationToken, Task>[] { sealer.CopyMissingAsync, CloseDueAsync, provisional.ProposeAsync })
            {
                try
                {
                    await duty(tenant, cancel);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFailed(tenant.Slug, e);
                    failures.Add(e);
                }
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some tenants' months could not be closed, or their seals not copied.", failures);
        }
    }

    private async Task CloseDueAsync(Tenant tenant, CancellationToken cancel)
    {
        var next = await months.ListAsync(tenant, before: null, limit: 1, cancel) is [var latest] ? latest.Month.Next : tenant.FirstMonth;
        while (await freezer.FreezeAsync(tenant, next, Actor, "month end", afterGrace: true, cancel) is FreezeResult.Frozen frozen)
        {
            LogClosed(tenant.Slug, next, frozen.Month.Revision);
            next = next.Next;
        }
    }

    [LoggerMessage(LogLevel.Information, "Closed {Month} of {Tenant}, revision {Revision}")]
    private partial void LogClosed(string tenant, Month month, int revision);

    [LoggerMessage(LogLevel.Error, "Months of {Tenant} could not be closed, or their seals not copied")]
    private partial void LogFailed(string tenant, Exception exception);
}
