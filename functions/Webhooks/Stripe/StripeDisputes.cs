using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Money that a dispute takes and gives back: each balance transaction within it is a movement. Its status says nothing of
/// money: an inquiry takes none, and what was taken may come back before it is decided.
/// </summary>
internal static class StripeDisputes
{
    public static IReadOnlyList<Payment> Of(SourceObject dispute, Func<long, DateTimeOffset> toTime)
    {
        var amount = StripeMovements.NotNegative(dispute.RequiredInteger("amount"), "amount");
        var currency = StripeMovements.CurrencyOf(dispute);
        if (!dispute.Has("balance_transactions"))
        {
            throw new UnmappableException("balance_transactions is missing");
        }

        return [.. dispute.Objects("balance_transactions").Select(transaction => OfTransaction(dispute, transaction, amount, currency, toTime))];
    }

    private static Payment OfTransaction(
        SourceObject dispute, SourceObject transaction, long disputed, string currency, Func<long, DateTimeOffset> toTime)
    {
        var id = transaction.RequiredText("id");
        var settled = transaction.RequiredInteger("amount");
        var settlementCurrency = StripeMovements.CurrencyOf(transaction);
        return new Payment
        {
            SourceKey = $"txn:{id}",
            OccurredAt = toTime(transaction.RequiredInteger("created")),
            Kind = PaymentKind.Dispute,
            // Settled in another currency, it is the disputed amount that was taken or given back.
            AmountMinor = settlementCurrency == currency ? settled : Math.Sign(settled) * disputed,
            Currency = currency,
            SettlementAmountMinor = settled,
            SettlementFeeMinor = transaction.Integer("fee"),
            SettlementNetMinor = transaction.Integer("net"),
            SettlementCurrency = settlementCurrency,
            Livemode = false,
            ChargeId = dispute.Id("charge"),
            PaymentIntentId = dispute.Id("payment_intent"),
            BalanceTransactionId = id,
            Tags = StripeTags.Of(dispute),
        };
    }
}
