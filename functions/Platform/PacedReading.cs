namespace Plumbline.Platform;

/// <summary>Something that anybody can make the app read: one reading serves all who ask meanwhile, and readings keep a distance.</summary>
/// <param name="read">Reads it; one at a time.</param>
/// <param name="pace">From the beginning of one reading to that of the next.</param>
public sealed class PacedReading<T>(Func<Task<T>> read, TimeSpan pace, TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset began = DateTimeOffset.MinValue;
    private Task<T>? next;
    private Task last = Task.CompletedTask;

    /// <returns>What a reading found that began after this call.</returns>
    public Task<T> ReadAsync(CancellationToken cancel)
    {
        lock (gate)
        {
            last = next ??= ReadAfterAsync(last);
            return next.WaitAsync(cancel);
        }
    }

    private async Task<T> ReadAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var wait = began + pace - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            // A clock that was set back must not stop it.
            await Task.Delay(wait < pace ? wait : pace, time);
        }

        lock (gate)
        {
            began = time.GetUtcNow();
            next = null;
        }

        return await read();
    }
}
