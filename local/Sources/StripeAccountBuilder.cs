using System.Text.Json.Nodes;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Writing;

namespace Plumbline.Local.Sources;

/// <summary>What Stripe has of the sample business, in live mode and once everything has happened.</summary>
internal static class StripeAccountBuilder
{
    private const long MonthlyFeeCents = 200;

    /// <param name="undelivered">Deliveries that did not arrive, of which Stripe knows it.</param>
    public static StripeAccount Of(DemoWorld world, IEnumerable<DemoDelivery>? undelivered = null)
    {
        var account = new StripeAccount();
        foreach (var charge in world.Charges) Add(account, charge);
        foreach (var dispute in world.Disputes) Add(account, dispute);
        foreach (var payout in world.Payouts) Add(account, payout);
        foreach (var delivery in undelivered ?? [])
        {
            // What Stripe sends is what it keeps: a body cut off on its way was whole.
            if (delivery is { Channel: DemoChannel.Stripe, Type: not "(unreadable)" } && Parse(delivery.Body) is var written && (bool)written["livemode"]!)
            {
                account.Undelivered.Add(written);
            }
        }

        return account;
    }

    private static void Add(StripeAccount account, Charge charge)
    {
        var refund = charge.Refund;
        account.Add(Write(StripeWriter.ChargeObject(charge, captured: true, refund is { FailedAt: null } ? refund.Cents : 0)));
        account.Transactions.Add(Transaction($"txn_{charge.Key}", charge.CapturedCents, FeeOf(charge.CapturedCents), charge.CapturedAt, "charge", charge.Id));
        if (refund is null) return;
        var id = StripeWriter.RefundId(charge);
        account.Add(Write(StripeWriter.RefundObject(charge, refund, refund.FailedAt is not null)));
        account.Transactions.Add(Transaction($"txn_{charge.Key}Refund", -refund.Cents, 0, refund.Created, "refund", id));
        if (refund.FailedAt is { } failed) account.Transactions.Add(Transaction($"txn_{charge.Key}Failed", refund.Cents, 0, failed, "refund_failure", id));
    }

    private static void Add(StripeAccount account, Dispute dispute)
    {
        account.Add(Write(DisputeWriter.ObjectAt(dispute, DateTimeOffset.MaxValue)));
        account.Transactions.AddRange(dispute.MovementsBy(DateTimeOffset.MaxValue).Select(movement => Write(DisputeWriter.Transaction(dispute, movement))));
    }

    private static void Add(StripeAccount account, Payout payout)
    {
        var id = $"po_{payout.Key}";
        account.Add(Write(PayoutWriter.PayoutObject(payout, payout.FailedAt is not null)));
        account.Transactions.Add(Transaction($"txn_{payout.Key}", -payout.Cents, 0, payout.Created, "payout", id));
        if (payout.FailedAt is { } failed) account.Transactions.Add(Transaction($"txn_{payout.Key}Failed", payout.Cents, 0, failed, "payout_failure", id));

        // What Stripe takes for itself is of no object.
        account.Transactions.Add(Transaction($"txn_{payout.Key}Fee", -MonthlyFeeCents, 0, payout.Created.AddMinutes(-1), "stripe_fee", source: null));
    }

    private static JsonObject Transaction(string id, long cents, long fee, DateTimeOffset at, string type, string? source) => Write(new
    {
        Id = id,
        Object = "balance_transaction",
        Amount = cents,
        Created = at.ToUnixTimeSeconds(),
        Currency = "usd",
        ExchangeRate = (decimal?)null,
        Fee = fee,
        Net = cents - fee,
        Source = source,
        Type = type,
    });

    // 2.9 % and 30 cents.
    private static long FeeOf(long cents) => (long)Math.Round(cents * 0.029m, MidpointRounding.AwayFromZero) + 30;

    private static JsonObject Write(object value) => Parse(DeliveryJson.WriteSnakeCase(value));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
