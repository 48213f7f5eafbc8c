namespace Plumbline.Local.Demo;

/// <summary>A refund at one moment of its life; the amount in cents.</summary>
internal sealed record DemoRefund(string Key, DemoCharge Charge, DateTimeOffset Created, long Amount)
{
    public bool Failed { get; init; }
}
