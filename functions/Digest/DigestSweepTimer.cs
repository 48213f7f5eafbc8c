using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Queues every digest that is due, unsent and not on its way, whatever became of its first message; tells admins of what was
/// given up where they could not be told then.
/// </summary>
public sealed partial class DigestSweepTimer(TenantDirectory tenants, DigestOutbox outbox, UndeliveredDigests undelivered, ILogger<DigestSweepTimer> log)
{
    [Function(nameof(DigestSweepTimer))]
    public async Task Run([TimerTrigger("%DigestSweepSchedule%")] TimerInfo timer, CancellationToken cancel)
    {
        foreach (var tenant in await tenants.ListAsync(cancel))
        {
            try
            {
                await undelivered.GiveUpUnansweredAsync(tenant, cancel);
                await outbox.EnqueueAsync(tenant, cancel);
                await undelivered.AlertAsync(tenant, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(tenant.Slug, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Digests of {Tenant} could not be queued")]
    private partial void LogFailed(string tenant, Exception exception);
}
