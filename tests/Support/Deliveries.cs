using Plumbline.Ledger;

namespace Plumbline.Tests.Support;

/// <summary>Deliveries as a mapper would produce them.</summary>
internal static class Deliveries
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static Delivery Event(Guid tenant, string key, string body = "{}", params Payment[] payments) => new()
    {
        TenantId = tenant,
        Source = "stripe",
        SourceKey = key,
        Channel = "webhook",
        EventType = "charge.succeeded",
        OccurredAt = Noon,
        Body = System.Text.Encoding.UTF8.GetBytes(body),
        Livemode = true,
        Payments = payments,
    };

    public static Payment Payment(
        string key, long amount, PaymentKind kind = PaymentKind.Capture, string currency = "USD", DateTimeOffset? at = null,
        string? charge = null, bool livemode = true, Tags? tags = null) => new()
        {
            SourceKey = key,
            OccurredAt = at ?? Noon,
            Kind = kind,
            AmountMinor = amount,
            Currency = currency,
            Livemode = livemode,
            ChargeId = charge,
            Tags = tags ?? Tags.None,
        };
}
