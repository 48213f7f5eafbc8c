using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Tests.Local.Samples;

public static class QueueSamples
{
    public sealed record Order(string Tenant, int Count);

    public sealed class Text(Recorder recorder)
    {
        [Function("Text")]
        public void Run([QueueTrigger("%Queues__Sample%")] string message) => recorder.Add(message);
    }

    public sealed class Json(Recorder recorder)
    {
        [Function("Json")]
        public Task Run([QueueTrigger("%Queues__Sample%")] Order order, CancellationToken cancel)
        {
            ArgumentNullException.ThrowIfNull(order);
            recorder.Add($"{order.Tenant} {order.Count}");
            return Task.Delay(1, cancel);
        }
    }

    public sealed class AlwaysFails(Recorder recorder)
    {
        [Function("AlwaysFails")]
        public void Run([QueueTrigger("%Queues__Sample%")] string message)
        {
            recorder.Add(message);
            throw new InvalidOperationException("on purpose");
        }
    }

    public sealed class LongerThanTheLease(Recorder recorder)
    {
        [Function("Long")]
        public async Task Run([QueueTrigger("%Queues__Sample%")] string message, CancellationToken cancel)
        {
            recorder.Add($"begin {message}");
            await Task.Delay(TimeSpan.FromSeconds(5), cancel);
            recorder.Add($"end {message}");
        }
    }
}
