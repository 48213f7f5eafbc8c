using Microsoft.Azure.Functions.Worker;
using Plumbline.Telemetry;

namespace Plumbline.Digest;

public sealed class DigestQueue(DigestDelivery delivery)
{
    [Function(nameof(DigestQueue))]
    public Task Run([QueueTrigger(DigestOutbox.Queue)] DigestMessage message, CancellationToken cancel) =>
        Traces.ProcessAsync(DigestOutbox.Queue, message.Trace, () => delivery.DeliverAsync(message, cancel));
}
