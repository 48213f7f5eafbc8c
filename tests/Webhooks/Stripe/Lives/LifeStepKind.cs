namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>What can happen to a charge, its refunds and its dispute, and to payouts.</summary>
internal enum LifeStepKind
{
    Authorised,
    Captured,
    Expired,
    Declined,
    Pending,
    PendingFailed,
    Succeeded,
    Settled,
    Retagged,
    FailedLate,

    RefundAsked,
    RefundNeedsAction,
    RefundLeaving,
    RefundSucceeded,
    RefundLeft,
    RefundFailed,
    RefundCanceled,
    RefundReturned,
    RefundCanceledAndReturned,

    InquiryOpened,
    InquiryClosed,
    Disputed,
    FundsWithdrawn,
    UnderReview,
    FundsReinstated,
    DisputeWon,
    DisputeLost,

    PayoutCreated,
    PayoutInTransit,
    PayoutPaid,
    PayoutFailed,
    PayoutCanceled,
}
