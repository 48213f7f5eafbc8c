namespace Plumbline.Local.Demo;

/// <summary>A charge at one moment of its life; amounts in cents.</summary>
internal sealed record DemoCharge(
    string Key, DateTimeOffset Created, long Amount, string Customer, string Description, IReadOnlyDictionary<string, string> Tags)
{
    public string Id => $"ch_{Key}";

    public bool Captured { get; init; } = true;

    public long AmountCaptured { get; init; } = Amount;

    public long AmountRefunded { get; init; }
}
