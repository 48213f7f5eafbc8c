using Microsoft.Extensions.Configuration;

namespace Plumbline.Local.Hosting;

/// <summary>host.json's <c>extensions.queues</c>, with the Functions host's own defaults.</summary>
internal sealed record QueueSettings
{
    public int BatchSize { get; init; } = 16;

    /// <summary>A new batch is fetched when no more messages than this are running.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The delay before a failed message is tried again.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message stays hidden without a sign of life; renewed while its function runs.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    public static QueueSettings From(IConfiguration section)
    {
        var defaults = new QueueSettings();
        var batchSize = section.GetValue("batchSize", defaults.BatchSize);
        return new QueueSettings
        {
            BatchSize = Math.Clamp(batchSize, 1, 32),
            NewBatchThreshold = section.GetValue("newBatchThreshold", batchSize / 2),
            MaxDequeueCount = section.GetValue("maxDequeueCount", defaults.MaxDequeueCount),
            VisibilityTimeout = section.GetValue("visibilityTimeout", defaults.VisibilityTimeout),
            MaxPollingInterval = section.GetValue("maxPollingInterval", defaults.MaxPollingInterval),
        };
    }
}
