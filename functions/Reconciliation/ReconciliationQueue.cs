using Microsoft.Azure.Functions.Worker;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

public sealed class ReconciliationQueue(TenantDirectory tenants, Reconciler reconciler)
{
    [Function(nameof(ReconciliationQueue))]
    public Task Run([QueueTrigger(ReconciliationOutbox.Queue)] ReconciliationMessage message, CancellationToken cancel) =>
        Traces.ProcessAsync(ReconciliationOutbox.Queue, message.Trace, () => GoOnAsync(message, cancel));

    private async Task GoOnAsync(ReconciliationMessage message, CancellationToken cancel)
    {
        if (await tenants.FindAsync(message.Tenant, cancel) is { } tenant)
        {
            await reconciler.GoOnAsync(tenant, message.Run, cancel);
        }
    }
}
