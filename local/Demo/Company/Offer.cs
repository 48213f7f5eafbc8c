namespace Plumbline.Local.Demo.Company;

/// <summary>What is sold, and how often beside the others.</summary>
internal sealed record Offer(string Name, long Cents, int Weight);
