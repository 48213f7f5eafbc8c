using System.Globalization;
using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes charges and their refunds as Stripe's events of API version 2026-07-29.dahlia, USD.</summary>
internal static class StripeWriter
{
    public static IEnumerable<DemoDelivery> Write(Charge charge)
    {
        yield return Of("charge.succeeded", charge, charge.Created, captured: charge.LateCapture is null);
        if (charge.LateCapture is { } late) yield return Of("charge.captured", charge, late.At, captured: true);
        if (charge.Refund is not { } refund) yield break;
        yield return Of("refund.created", charge, refund, refund.Created, failed: false);
        yield return Of("charge.refunded", charge, refund.Created.AddSeconds(1), captured: true, refunded: refund.Cents);
        if (refund.FailedAt is { } failed) yield return Of("refund.failed", charge, refund, failed, failed: true);
    }

    /// <summary>A body cut off on its way: signed all the same, and not JSON.</summary>
    public static DemoDelivery Junk(DemoWorld world, DateTimeOffset at)
    {
        // Stripe's and not GoHighLevel's: without an id only Stripe's is the same delivery in another hour too.
        var body = $"{{\"id\":\"evt_3Demo{world.Plan.AnchorMonth:yyyyMM}Junk\",\"object\":\"event\",\"data\":{{\"object\":";
        return new DemoDelivery(DemoChannel.Stripe, $"junk{world.Plan.AnchorMonth:yyyyMM}", "(unreadable)", at, body);
    }

    private static DemoDelivery Of(string type, Charge charge, DateTimeOffset created, bool captured, long refunded = 0) =>
        Envelope($"evt_{charge.Key}{Suffix(type)}", type, created, ChargeObject(charge, captured, refunded), livemode: !charge.IsTest);

    private static DemoDelivery Of(string type, Charge charge, Refund refund, DateTimeOffset created, bool failed) =>
        Envelope($"evt_{charge.Key}{Suffix(type)}", type, created, RefundObject(charge, refund, failed), livemode: !charge.IsTest);

    internal static string Suffix(string type) =>
        string.Concat(type.Split('.').Select(word => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(word)));

    internal static DemoDelivery Envelope(string id, string type, DateTimeOffset created, object of, bool livemode = true)
    {
        var body = DeliveryJson.WriteSnakeCase(new
        {
            Id = id,
            Object = "event",
            ApiVersion = "2026-07-29.dahlia",
            Created = created.ToUnixTimeSeconds(),
            Data = new { Object = of },
            Livemode = livemode,
            PendingWebhooks = 1,
            Request = new { Id = (string?)null, IdempotencyKey = (string?)null },
            Type = type,
        });
        return new DemoDelivery(DemoChannel.Stripe, id, type, created, body);
    }

    internal static object ChargeObject(Charge charge, bool captured, long refunded) => new
    {
        charge.Id,
        Object = "charge",
        Amount = charge.Cents,
        AmountCaptured = captured ? charge.CapturedCents : 0,
        AmountRefunded = refunded,
        BalanceTransaction = captured ? $"txn_{charge.Key}" : null,
        BillingDetails = new
        {
            Email = EmailOf(charge),
            Name = $"Customer {charge.Payer.LastName}",
            Phone = (string?)null,
        },
        Captured = captured,
        Created = charge.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        Customer = $"cus_{charge.Payer.Id}",
        charge.Description,
        Disputed = false,
        FailureBalanceTransaction = (string?)null,
        FailureCode = (string?)null,
        Livemode = !charge.IsTest,
        Metadata = Metadata(charge),
        Outcome = new { NetworkStatus = "approved_by_network", Type = "authorized", RiskLevel = "normal" },
        Paid = true,
        PaymentIntent = $"pi_{charge.Key}",
        PaymentMethodDetails = new { Type = "card", Card = new { Brand = "visa", Country = "US", Last4 = "4242", Funding = "credit" } },
        Refunded = refunded > 0 && refunded == charge.CapturedCents,
        Status = "succeeded",
    };

    internal static object RefundObject(Charge charge, Refund refund, bool failed) => new
    {
        Id = RefundId(charge),
        Object = "refund",
        Amount = refund.Cents,
        BalanceTransaction = $"txn_{charge.Key}Refund",
        Charge = charge.Id,
        Created = refund.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        FailureBalanceTransaction = failed ? $"txn_{charge.Key}Failed" : null,
        FailureReason = failed ? "expired_or_canceled_card" : null,
        Metadata = new Dictionary<string, string>(),
        PaymentIntent = $"pi_{charge.Key}",
        Reason = "requested_by_customer",
        Status = failed ? "failed" : "succeeded",
    };

    internal static string EmailOf(Charge charge) => charge.Link == PayerLink.None ? $"billing-{charge.Payer.LastName}@payer.example" : charge.Payer.Email;

    internal static Dictionary<string, string> Metadata(Charge charge) =>
        charge.Link == PayerLink.ClientId ? new() { ["client_id"] = charge.Payer.Id } : [];

    internal static string RefundId(Charge charge) => $"re_{charge.Key.Replace("Ch", "Re", StringComparison.Ordinal)}";
}
