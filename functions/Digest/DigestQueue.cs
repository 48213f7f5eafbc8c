using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Digest;

public sealed class DigestQueue(DigestDelivery delivery)
{
    [Function(nameof(DigestQueue))]
    public Task Run([QueueTrigger(DigestOutbox.Queue)] DigestMessage message, CancellationToken cancel) => delivery.DeliverAsync(message, cancel);
}
