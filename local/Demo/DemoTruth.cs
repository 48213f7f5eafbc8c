namespace Plumbline.Local.Demo;

/// <summary>What the ledger must say of the sample, by month of the company's zone.</summary>
public sealed record DemoTruth(IReadOnlyDictionary<DateOnly, DemoMonth> Months);
