namespace Plumbline.Tests.Migrate;

/// <summary>The system's time, with every wait a hundred times shorter.</summary>
internal sealed class HurriedTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime / 100, period);
}
