using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Movements of money, read from the state of the object an event carries and never from the event's name: events come
/// in any order and more than once, and each movement has a key of its own. What the object tells only later, as the balance
/// transaction, is left to <see cref="StripeLinks"/>: a row is the same whichever event it is read from.
/// </summary>
internal static class StripeMovements
{
    /// <param name="eventTime">When the event says it happened; dates what the object itself does not.</param>
    /// <param name="toTime">Reads Unix seconds, and refuses what cannot be believed.</param>
    public static IReadOnlyList<Payment> Of(string eventType, SourceObject subject, DateTimeOffset eventTime, Func<long, DateTimeOffset> toTime) =>
        subject.Text("object") switch
        {
            "charge" => OfCharge(eventType, subject, eventTime, toTime),
            "refund" => OfRefund(subject, eventTime, toTime),
            "dispute" => StripeDisputes.Of(subject, toTime),
            "payout" => StripePayouts.Of(subject, eventTime, toTime),
            _ => [],
        };

    public static string CurrencyOf(SourceObject subject)
    {
        var code = subject.RequiredText("currency");
        return code.Length == 3 && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : throw new UnmappableException("currency is not an ISO 4217 code");
    }

    /// <summary>What a charge says of its refunds in sum, kept to be compared with them; never a movement, since each refund is one.</summary>
    public static JsonObject? ControlTotalOf(SourceObject subject) =>
        subject.TextOrNull("object") == "charge" && subject.IntegerOrNull("amount_refunded") is > 0 and var refunded
            ? new JsonObject { ["amountRefunded"] = refunded }
            : null;

    public static long NotNegative(long amount, string name) => amount >= 0 ? amount : throw new UnmappableException($"{name} is negative");

    private static List<Payment> OfCharge(string eventType, SourceObject charge, DateTimeOffset eventTime, Func<long, DateTimeOffset> toTime)
    {
        var failure = charge.Id("failure_balance_transaction");
        var captured = charge.Text("status") == "succeeded" && charge.Flag("paid") == true && charge.Flag("captured") == true;
        if (!captured && failure is null)
        {
            return [];
        }

        var id = charge.RequiredText("id");
        // Old versions do not say it; and a charge that failed after all may say that nothing is captured any more.
        var said = charge.Integer("amount_captured");
        var amount = NotNegative(said is null || (said == 0 && failure is not null) ? charge.RequiredInteger("amount") : said.Value, "amount_captured");
        if (amount == 0)
        {
            return [];
        }

        var capture = new Payment
        {
            SourceKey = $"ch:{id}:capture",
            // An authorisation captured later was created when no money had moved yet.
            OccurredAt = eventType == "charge.captured" ? eventTime : toTime(charge.RequiredInteger("created")),
            Kind = PaymentKind.Capture,
            AmountMinor = amount,
            Currency = CurrencyOf(charge),
            Livemode = false,
            ChargeId = id,
            PaymentIntentId = charge.Id("payment_intent"),
            CustomerId = charge.Id("customer"),
            Tags = StripeTags.Of(charge),
        };

        return failure is null
            ? [capture]
            : [capture, capture with
            {
                SourceKey = $"ch:{id}:failure",
                OccurredAt = eventTime,
                Kind = PaymentKind.Failure,
                AmountMinor = -amount,
            }];
    }

    private static List<Payment> OfRefund(SourceObject refund, DateTimeOffset eventTime, Func<long, DateTimeOffset> toTime)
    {
        if (refund.Text("reason") == "expired_uncaptured_charge")
        {
            throw new UnmappableException("the refund is of a charge that was never captured");
        }

        var id = refund.RequiredText("id");
        var status = refund.Text("status");
        var transaction = refund.Id("balance_transaction");
        var failure = refund.Id("failure_balance_transaction");
        var amount = NotNegative(refund.RequiredInteger("amount"), "amount");
        var movements = new List<Payment>();
        var outgoing = new Payment
        {
            SourceKey = $"re:{id}:out",
            OccurredAt = toTime(refund.RequiredInteger("created")),
            Kind = PaymentKind.Refund,
            AmountMinor = -amount,
            Currency = CurrencyOf(refund),
            Livemode = false,
            ChargeId = refund.Id("charge"),
            PaymentIntentId = refund.Id("payment_intent"),
            CustomerId = refund.Id("customer"),
            Tags = StripeTags.Of(refund),
        };

        if (transaction is not null || status == "succeeded")
        {
            movements.Add(outgoing);
        }

        if (status is "failed" or "canceled" && failure is not null)
        {
            movements.Add(outgoing with
            {
                SourceKey = $"re:{id}:return",
                OccurredAt = eventTime,
                Kind = PaymentKind.RefundReturn,
                AmountMinor = amount,
            });
        }

        return movements;
    }
}
