using Microsoft.Azure.Functions.Worker;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Queues every digest that is due, unsent and not on its way, whatever became of its first message.</summary>
public sealed class DigestSweepTimer(TenantDirectory tenants, DigestOutbox outbox)
{
    [Function(nameof(DigestSweepTimer))]
    public async Task Run([TimerTrigger("%DigestSweepSchedule%")] TimerInfo timer, CancellationToken cancel)
    {
        foreach (var tenant in await tenants.ListAsync(cancel))
        {
            await outbox.EnqueueAsync(tenant, cancel);
        }
    }
}
