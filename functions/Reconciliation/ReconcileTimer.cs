using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>
/// Begins each tenant's daily reconciliation once its hour has come, goes on with what was stopped, and tells admins who could not
/// be told before.
/// </summary>
public sealed partial class ReconcileTimer(
    TenantDirectory tenants, ReconciliationOutbox outbox, ReconciliationAlerts alerts, ILogger<ReconcileTimer> log)
{
    [Function(nameof(ReconcileTimer))]
    public async Task Run([TimerTrigger("%ReconcileSchedule%")] TimerInfo timer, CancellationToken cancel)
    {
        foreach (var tenant in await tenants.ListAsync(cancel))
        {
            // What keeps one from beginning must not keep another from being told.
            foreach (var duty in new Func<Tenant, CancellationToken, Task>[] { outbox.RequestIfDueAsync, outbox.EnqueueIdleAsync, alerts.SendAsync })
            {
                try
                {
                    await duty(tenant, cancel);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFailed(tenant.Slug, e);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The reconciliation of {Tenant} could not be begun, gone on with or told of")]
    private partial void LogFailed(string tenant, Exception exception);
}
