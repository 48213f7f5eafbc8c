namespace Plumbline.Local.Demo.Company;

/// <summary>A charge; amounts in cents.</summary>
internal sealed record Charge(string Key, Contact Payer, DateTimeOffset Created, long Cents, string Description, PayerLink Link)
{
    public string Id => $"ch_{Key}";

    /// <summary>When it was captured and how much of it, where that was not at once.</summary>
    public (DateTimeOffset At, long Cents)? LateCapture { get; init; }

    /// <summary>Made in test mode, of nobody's money.</summary>
    public bool IsTest { get; init; }

    public Refund? Refund { get; init; }

    public DateTimeOffset CapturedAt => LateCapture?.At ?? Created;

    public long CapturedCents => LateCapture?.Cents ?? Cents;
}
