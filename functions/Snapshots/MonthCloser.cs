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
            try
            {
                await CloseDueAsync(tenant, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(tenant.Slug, e);
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some tenants' months could not be closed.", failures);
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

        await provisional.ProposeAsync(tenant, cancel);
        await sealer.CopyMissingAsync(tenant, cancel);
    }

    [LoggerMessage(LogLevel.Information, "Closed {Month} of {Tenant}, revision {Revision}")]
    private partial void LogClosed(string tenant, Month month, int revision);

    [LoggerMessage(LogLevel.Error, "Months of {Tenant} could not be closed")]
    private partial void LogFailed(string tenant, Exception exception);
}
