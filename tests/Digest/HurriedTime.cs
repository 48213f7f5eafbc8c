using System.Collections.Concurrent;

namespace Plumbline.Tests.Digest;

/// <summary>A clock on which waiting takes no time and is written down. Only what an attempt may take is real, ten seconds unless said otherwise.</summary>
/// <param name="attempt">What the code under test gives an attempt.</param>
internal sealed class HurriedTime(DateTimeOffset now, TimeSpan? attempt = null) : TimeProvider
{
    private readonly TimeSpan attemptTimeout = attempt ?? TimeSpan.FromSeconds(10);

    public TimeSpan Attempt { get; set; } = attempt ?? TimeSpan.FromSeconds(10);

    /// <summary>How long was waited, each time.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == attemptTimeout || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime == attemptTimeout ? Attempt : dueTime, period);
        }

        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
