using System.Collections.Concurrent;

namespace Plumbline.Local.Demo;

/// <summary>What the app made of the deliveries, counted by event: a batch counts each of its own.</summary>
internal sealed class DemoTally
{
    private readonly ConcurrentDictionary<(DemoChannel Channel, string Outcome), int> counts = new();

    public void Add(DemoChannel channel, string outcome, int count = 1) => counts.AddOrUpdate((channel, outcome), count, (_, known) => known + count);

    public int Count(DemoChannel channel, string outcome) => counts.GetValueOrDefault((channel, outcome));

    public int Count(DemoChannel channel) => counts.Where(entry => entry.Key.Channel == channel).Sum(entry => entry.Value);
}
