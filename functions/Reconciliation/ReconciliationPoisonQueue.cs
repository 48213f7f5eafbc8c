using Microsoft.Azure.Functions.Worker;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>A reconciliation that five times failed otherwise than by its source: it is given up, and the admins are told.</summary>
public sealed class ReconciliationPoisonQueue(TenantDirectory tenants, Reconciler reconciler)
{
    [Function(nameof(ReconciliationPoisonQueue))]
    public async Task Run([QueueTrigger(ReconciliationOutbox.Queue + "-poison")] ReconciliationMessage message, CancellationToken cancel)
    {
        if (await tenants.FindAsync(message.Tenant, cancel) is { } tenant)
        {
            await reconciler.GiveUpAsync(tenant, message.Run, cancel);
        }
    }
}
