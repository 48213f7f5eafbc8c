using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plumbline.Local.Demo;

/// <summary>Writes charges and refunds as Stripe's events of API version 2026-07-29.dahlia, live mode, USD.</summary>
internal static class StripeEvents
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static DemoEvent Of(string type, DemoCharge charge, DateTimeOffset created) =>
        Envelope($"evt_{charge.Key}{Suffix(type)}", type, created, Charge(charge));

    public static DemoEvent Of(string type, DemoRefund refund, DateTimeOffset created) =>
        Envelope($"evt_{refund.Key}{Suffix(type)}", type, created, Refund(refund));

    private static string Suffix(string type) =>
        string.Concat(type.Split('.').Select(word => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(word)));

    private static DemoEvent Envelope(string id, string type, DateTimeOffset created, object of)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                Id = id,
                Object = "event",
                ApiVersion = "2026-07-29.dahlia",
                Created = created.ToUnixTimeSeconds(),
                Data = new { Object = of },
                Livemode = true,
                PendingWebhooks = 1,
                Request = new { Id = (string?)null, IdempotencyKey = (string?)null },
                Type = type,
            },
            Json);
        return new DemoEvent(id, type, created, body);
    }

    private static object Charge(DemoCharge charge) => new
    {
        charge.Id,
        Object = "charge",
        charge.Amount,
        charge.AmountCaptured,
        charge.AmountRefunded,
        BalanceTransaction = charge.Captured ? $"txn_{charge.Key}" : null,
        BillingDetails = new { Email = $"{charge.Customer}@customer.example", Name = $"Customer {charge.Customer[1..]}", Phone = (string?)null },
        charge.Captured,
        Created = charge.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        Customer = $"cus_{charge.Customer}",
        charge.Description,
        Disputed = false,
        FailureBalanceTransaction = (string?)null,
        FailureCode = (string?)null,
        Livemode = true,
        Metadata = charge.Tags,
        Outcome = new { NetworkStatus = "approved_by_network", Type = "authorized", RiskLevel = "normal" },
        Paid = true,
        PaymentIntent = $"pi_{charge.Key}",
        PaymentMethodDetails = new { Type = "card", Card = new { Brand = "visa", Country = "US", Last4 = "4242", Funding = "credit" } },
        Refunded = charge.AmountRefunded > 0 && charge.AmountRefunded == charge.AmountCaptured,
        Status = "succeeded",
    };

    private static object Refund(DemoRefund refund) => new
    {
        Id = $"re_{refund.Key}",
        Object = "refund",
        refund.Amount,
        BalanceTransaction = $"txn_{refund.Key}",
        Charge = refund.Charge.Id,
        Created = refund.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        FailureBalanceTransaction = refund.Failed ? $"txn_{refund.Key}Failed" : null,
        FailureReason = refund.Failed ? "expired_or_canceled_card" : null,
        Metadata = refund.Charge.Tags,
        PaymentIntent = $"pi_{refund.Charge.Key}",
        Reason = "requested_by_customer",
        Status = refund.Failed ? "failed" : "succeeded",
    };
}
