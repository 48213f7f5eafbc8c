namespace Plumbline.Local.Hosting;

/// <summary>A clock that was set to an instant once and ticks on from there; timers and delays run as always.</summary>
internal sealed class OffsetTimeProvider : TimeProvider
{
    private readonly TimeSpan offset;

    public OffsetTimeProvider(DateTimeOffset start) => offset = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
