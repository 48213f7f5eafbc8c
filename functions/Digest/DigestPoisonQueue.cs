using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>A digest that failed five times: the sweep lets it be until somebody asks for it again, and the admins are told.</summary>
public sealed partial class DigestPoisonQueue(TenantDirectory tenants, UndeliveredDigests undelivered, ILogger<DigestPoisonQueue> log)
{
    [Function(nameof(DigestPoisonQueue))]
    public async Task Run([QueueTrigger(DigestOutbox.Queue + "-poison")] DigestMessage message, CancellationToken cancel)
    {
        LogGivenUp(message.Tenant, message.Month, message.Revision);
        if (Month.TryParse(message.Month, out var month) && await tenants.FindAsync(message.Tenant, cancel) is { } tenant)
        {
            await undelivered.GiveUpAsync(new DigestKey(tenant, month, message.Revision), message.RequestedAt, cancel);
            await undelivered.AlertAsync(tenant, cancel);
        }
    }

    [LoggerMessage(LogLevel.Error, "Digest of {Tenant} {Month} r{Revision} failed five times and is given up")]
    private partial void LogGivenUp(string tenant, string month, int revision);
}
