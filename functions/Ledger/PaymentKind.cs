namespace Plumbline.Ledger;

public enum PaymentKind
{
    Capture,
    Failure,
    Refund,
    RefundReturn,

    /// <summary>Withdrawn for a dispute, or given back.</summary>
    Dispute,

    /// <summary>Between the balance and the bank: nobody's revenue.</summary>
    Payout,
}
