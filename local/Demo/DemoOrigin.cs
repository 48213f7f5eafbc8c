namespace Plumbline.Local.Demo;

internal sealed record DemoOrigin(string Funnel, string Source, string Campaign, int Weight);
