using System.Collections.Concurrent;

namespace Plumbline.Local.Hosting;

/// <summary>The runs under way, so that a stop can wait for them and, after a grace period, cancel them.</summary>
internal sealed class RunningWork(TimeSpan grace) : IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> tasks = new();
    private readonly CancellationTokenSource cancel = new();

    public int Count => tasks.Count;

    public void Dispose() => cancel.Dispose();

    /// <summary>Starts a run; it must not throw.</summary>
    public void Start(Func<CancellationToken, Task> run)
    {
        var task = Task.Run(() => run(cancel.Token), CancellationToken.None);
        tasks[task] = true;
        _ = task.ContinueWith(done => tasks.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Waits until one of the runs has ended.</summary>
    public async Task AnyEndedAsync(CancellationToken stopWaiting)
    {
        var now = tasks.Keys.ToArray();
        if (now.Length > 0) await Task.WhenAny(now).WaitAsync(stopWaiting);
    }

    /// <summary>Waits for all; those that outlive the grace period are cancelled and waited for.</summary>
    public async Task DrainAsync()
    {
        var all = Task.WhenAll(tasks.Keys);
        await Task.WhenAny(all, Task.Delay(grace));
        if (!all.IsCompleted) await cancel.CancelAsync();
        await Task.WhenAny(all, Task.Delay(grace));
    }
}
