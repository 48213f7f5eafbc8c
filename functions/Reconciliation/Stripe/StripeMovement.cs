using Plumbline.Ledger;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>A movement as Stripe tells it.</summary>
/// <param name="Transaction">The balance transaction that says it; of one without, its object.</param>
/// <param name="MovedAt">When that was; null where the movement is told without it.</param>
internal sealed record StripeMovement(Payment Payment, string Transaction, DateTimeOffset? MovedAt)
{
    /// <summary>Whether only its transaction tells when the money moved, and not the object itself.</summary>
    public bool IsDatedByTransaction =>
        Payment.Kind is PaymentKind.Capture or PaymentKind.Failure or PaymentKind.RefundReturn && Payment.OccurredAt == MovedAt;
}
