namespace Plumbline.Local.Demo;

/// <summary>What the app made of the deliveries.</summary>
internal sealed record DemoTally(int Posted, int Stored, int Duplicates, int Quarantined);
