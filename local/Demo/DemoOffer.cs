namespace Plumbline.Local.Demo;

internal sealed record DemoOffer(string Name, long Cents, int Weight, string Department);
