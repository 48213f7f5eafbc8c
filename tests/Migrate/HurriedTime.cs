using System.Diagnostics;

namespace Plumbline.Tests.Migrate;

/// <summary>The system's time, with every wait a hundred times shorter and counted in full.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long skipped;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref skipped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref skipped, (long)(dueTime.TotalSeconds * 0.99 * Stopwatch.Frequency));
        return base.CreateTimer(callback, state, dueTime / 100, period);
    }
}
