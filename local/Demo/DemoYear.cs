namespace Plumbline.Local.Demo;

/// <summary>A year of deliveries in the order to post them, and what they must come to.</summary>
public sealed record DemoYear(IReadOnlyList<DemoEvent> Deliveries, DemoTruth Truth);
