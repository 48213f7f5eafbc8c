namespace Plumbline.Ledger;

public enum PaymentKind
{
    Capture,
    Failure,
    Refund,
    RefundReturn,
}
