using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Transfers between Stripe's balance and the bank, which are nobody's revenue. A payout's amount is what goes to the bank: a
/// negative one is taken from it.
/// </summary>
internal static class StripePayouts
{
    /// <param name="eventTime">When the event says it happened; dates the return of one that failed.</param>
    public static IReadOnlyList<Payment> Of(SourceObject payout, DateTimeOffset eventTime, Func<long, DateTimeOffset> toTime)
    {
        var id = payout.RequiredText("id");
        var amount = payout.RequiredInteger("amount");
        var status = payout.Text("status");
        if (status is not ("paid" or "failed") || amount == 0)
        {
            return [];
        }

        var paid = new Payment
        {
            SourceKey = $"po:{id}:paid",
            OccurredAt = toTime(payout.RequiredInteger("created")),
            Kind = PaymentKind.Payout,
            AmountMinor = amount == long.MinValue ? throw new UnmappableException("amount is not a 64-bit integer") : -amount,
            Currency = StripeMovements.CurrencyOf(payout),
            Livemode = false,
            BalanceTransactionId = payout.Id("balance_transaction"),
            Tags = StripeTags.Of(payout),
        };

        // What failed had left: Stripe may say so days after it called it paid, and its events come in any order.
        return status == "paid"
            ? [paid]
            : [paid, paid with
            {
                SourceKey = $"po:{id}:failed",
                OccurredAt = eventTime,
                AmountMinor = amount,
                BalanceTransactionId = payout.Id("failure_balance_transaction"),
            }];
    }
}
