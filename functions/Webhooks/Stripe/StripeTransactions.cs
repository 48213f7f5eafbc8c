using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>Which of an object's movements a balance transaction is.</summary>
internal static class StripeTransactions
{
    /// <param name="movements">Those of its object.</param>
    /// <returns>Null where it is none of them, as a further cost of the same object.</returns>
    public static Payment? MovementOf(SourceObject transaction, SourceObject subject, IReadOnlyList<Payment> movements)
    {
        var id = transaction.RequiredText("id");
        if (subject.Text("object") == "dispute")
        {
            return movements.FirstOrDefault(movement => movement.BalanceTransactionId == id);
        }

        var (forth, back) = (subject.Id("balance_transaction"), subject.Id("failure_balance_transaction"));
        var isBack = id == back || (id != forth && back is null && IsBack(transaction.Text("type")));
        var isForth = id == forth || (forth is null && IsForth(transaction.Text("type")));
        return isBack ? movements.FirstOrDefault(IsReturn) : isForth ? movements.FirstOrDefault(movement => !IsReturn(movement)) : null;
    }

    // The object may not name its transaction yet.
    private static bool IsForth(string? type) => type is "charge" or "payment" or "refund" or "payment_refund" or "payout";

    private static bool IsBack(string? type) =>
        type is "charge_failure" or "payment_failure_refund" or "payment_reversal" or "refund_failure" or "payforthfailure" or "payforthcancel";

    private static bool IsReturn(Payment movement) =>
        movement.Kind is PaymentKind.Failure or PaymentKind.RefundReturn || movement.SourceKey.EndsWith(":failed", StringComparison.Ordinal);
}
