using System.Collections.Concurrent;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

/// <summary>A clock on which waiting takes no time and is written down, but for what a request may take.</summary>
internal sealed class RushedTime(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    public DateTimeOffset Now { get; set; } = now;

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>Done whenever somebody looks at the clock.</summary>
    public Action? Looked { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        Looked?.Invoke();
        return Now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == AttemptTimeout || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
