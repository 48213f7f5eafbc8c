namespace Plumbline.Local.Demo;

/// <summary>The sample business as deliveries in the order to post them, and what they must come to.</summary>
public sealed record DemoHistory(IReadOnlyList<DemoDelivery> Deliveries, DemoTruth Truth);
