using Microsoft.Azure.Functions.Worker;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

public sealed class ReconciliationQueue(TenantDirectory tenants, Reconciler reconciler)
{
    [Function(nameof(ReconciliationQueue))]
    public async Task Run([QueueTrigger(ReconciliationOutbox.Queue)] ReconciliationMessage message, CancellationToken cancel)
    {
        if (await tenants.FindAsync(message.Tenant, cancel) is { } tenant)
        {
            await reconciler.GoOnAsync(tenant, message.Run, cancel);
        }
    }
}
