using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Local.Sources;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>What Stripe has of an account, and the webhooks that tell the same.</summary>
internal sealed class Books
{
    /// <summary>When everything happens unless said otherwise: seven in the morning in New York.</summary>
    public static readonly DateTimeOffset At = StripeEvents.At;

    public StripeAccount Account { get; } = new();

    /// <summary>The webhooks, by the keys of the movements that each tells.</summary>
    public List<(string Movement, byte[] Body)> Webhooks { get; } = [];

    public Books Charge(string id, long amount = 1000, DateTimeOffset? created = null, DateTimeOffset? capturedAt = null, string currency = "usd", string? account = null)
    {
        var body = StripeEvents.Charge(
            id, amount, currency, created, capturedAt is null ? "charge.succeeded" : "charge.captured", capturedAt, account: account);
        Keep(body);
        Transaction($"txn_{id}", amount, capturedAt ?? created, "charge", id, fee: (amount * 29 / 1000) + 30, currency);
        return Tell($"ch:{id}:capture", body);
    }

    /// <param name="failedAt">When it came back.</param>
    public Books Refund(string id, string charge, long amount = 1000, DateTimeOffset? created = null, DateTimeOffset? failedAt = null)
    {
        Tell($"re:{id}:out", StripeEvents.Refund(id, charge, amount, created: created));
        Transaction($"txn_{id}", -amount, created, "refund", id);
        if (failedAt is { } failed)
        {
            Tell($"re:{id}:return", StripeEvents.Refund(id, charge, amount, created: created, type: "refund.failed", eventAt: failed, customize: refund =>
            {
                refund["status"] = "failed";
                refund["failure_balance_transaction"] = $"txn_{id}_back";
            }));
            Transaction($"txn_{id}_back", amount, failed, "refund_failure", id);
        }

        Keep(Webhooks[^1].Body);
        return this;
    }

    public Books Dispute(string id, string charge, long amount, DateTimeOffset withdrawn, DateTimeOffset? reinstated = null)
    {
        var moved = new List<JsonObject> { StripeEvents.Transaction($"txn_{id}", -amount, created: withdrawn) };
        if (reinstated is { } back)
        {
            moved.Add(StripeEvents.Transaction($"txn_{id}_back", amount, fee: -1500, created: back));
        }

        var body = StripeEvents.Dispute(id, charge, amount, transactions: [.. moved.Select(transaction => transaction.DeepClone())]);
        Keep(body);
        foreach (var transaction in moved)
        {
            transaction["source"] = id;
            Account.Transactions.Add(transaction);
            Tell($"txn:{transaction["id"]}", body);
        }

        return this;
    }

    public Books Payout(string id, long amount = 500, DateTimeOffset? created = null, DateTimeOffset? failedAt = null)
    {
        Tell($"po:{id}:paid", StripeEvents.Payout(id, amount, created: created));
        Transaction($"txn_{id}", -amount, created, "payout", id);
        if (failedAt is { } failed)
        {
            Tell($"po:{id}:failed", StripeEvents.Payout(id, amount, status: "failed", created: created, eventAt: failed));
            Transaction($"txn_back_{id}", amount, failed, "payout_failure", id);
        }

        Keep(Webhooks[^1].Body);
        return this;
    }

    /// <summary>What Stripe takes for itself.</summary>
    public Books Fee(string id)
    {
        Transaction(id, -25, null, "stripe_fee", source: null);
        return this;
    }

    public Books Transaction(string id, long amount, DateTimeOffset? created, string type, string? source, long fee = 0, string currency = "usd")
    {
        Account.Transactions.Add(new JsonObject
        {
            ["id"] = id,
            ["object"] = "balance_transaction",
            ["amount"] = amount,
            ["created"] = (created ?? At).ToUnixTimeSeconds(),
            ["currency"] = currency,
            ["fee"] = fee,
            ["net"] = amount - fee,
            ["source"] = source,
            ["type"] = type,
        });
        return this;
    }

    /// <summary>One of everything: nine movements of cash and two of payouts.</summary>
    public static Books OfEverything() => new Books()
        .Charge("ch_now", 5000)
        .Charge("ch_late", 7000, At.AddDays(-3), capturedAt: At)
        .Charge("ch_back", 3000, At.AddDays(-2))
        .Charge("ch_yen", 900, At.AddHours(1), currency: "jpy")
        .Refund("re_well", "ch_now", 2000, At.AddDays(1))
        .Refund("re_failed", "ch_now", 1000, At.AddDays(1), failedAt: At.AddDays(4))
        .Dispute("dp_won", "ch_back", 3000, At.AddDays(2), reinstated: At.AddDays(5))
        .Payout("po_paid", 800, At.AddDays(1))
        .Payout("po_failed", 600, At.AddDays(2), failedAt: At.AddDays(3))
        .Fee("txn_fee")
        // A further cost of the same charge, and none of its movements.
        .Transaction("txn_cost", -5, null, "adjustment", "ch_now");

    private Books Tell(string movement, byte[] body)
    {
        Webhooks.Add((movement, body));
        return this;
    }

    private void Keep(byte[] body) => Account.Add(JsonNode.Parse(Encoding.UTF8.GetString(body))!["data"]!["object"]!.DeepClone().AsObject());
}
