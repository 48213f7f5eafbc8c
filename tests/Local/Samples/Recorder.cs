using System.Collections.Concurrent;

namespace Plumbline.Tests.Local.Samples;

/// <summary>What sample functions did, for tests to wait for.</summary>
public sealed class Recorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<string> entries = new();
    private int running;

    public int MostAtOnce { get; private set; }

    public IReadOnlyList<string> Entries => [.. entries];

    public void Add(string entry) => entries.Enqueue(entry);

    public void Enter() => MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref running));

    public void Leave() => Interlocked.Decrement(ref running);

    /// <summary>Waits until there are so many entries, and fails when they do not come.</summary>
    public async Task<IReadOnlyList<string>> WaitForAsync(int count, CancellationToken cancel)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (entries.Count < count)
        {
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(Patience, $"only {entries.Count} of {count} calls came");
            await Task.Delay(20, cancel);
        }

        return Entries;
    }
}
