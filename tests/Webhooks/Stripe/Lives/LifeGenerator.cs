using FsCheck;
using FsCheck.Fluent;
using static Plumbline.Tests.Webhooks.Stripe.Lives.LifeStepKind;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>Lives as they can happen: what is refunded and disputed was captured before.</summary>
internal static class LifeGenerator
{
    private static readonly string[] Currencies = ["usd", "eur", "jpy", "kwd"];

    // What happens to a refund, and to a payout, of which there may be several.
    private static readonly LifeStepKind[][] Refunds =
    [
        [RefundLeft],
        [RefundLeaving, RefundLeft],
        [RefundAsked, RefundLeft],
        [RefundAsked, RefundSucceeded, RefundLeft],
        [RefundNeedsAction, RefundLeft],
        [RefundNeedsAction, RefundCanceled],
        [RefundAsked, RefundCanceled],
        [RefundAsked, RefundFailed],
        [RefundLeft, RefundReturned],
        [RefundLeaving, RefundReturned],
        [RefundLeaving, RefundCanceledAndReturned],
        [RefundAsked, RefundLeaving, RefundLeft, RefundReturned],
    ];

    private static readonly LifeStepKind[][] Disputes =
    [
        [InquiryOpened, InquiryClosed],
        [InquiryOpened, Disputed, FundsWithdrawn, UnderReview, DisputeLost],
        [Disputed, FundsWithdrawn, DisputeLost],
        [Disputed, FundsWithdrawn, UnderReview, DisputeWon, FundsReinstated],
        [Disputed, FundsWithdrawn, UnderReview, FundsReinstated, DisputeWon],
        [Disputed, FundsWithdrawn, UnderReview, FundsReinstated, FundsWithdrawn, DisputeLost],
        [FundsWithdrawn, FundsReinstated],
    ];

    private static readonly LifeStepKind[][] Payouts =
    [
        [PayoutPaid],
        [PayoutCreated, PayoutInTransit, PayoutPaid],
        [PayoutCreated, PayoutPaid, PayoutFailed],
        [PayoutCreated, PayoutInTransit, PayoutFailed],
        [PayoutCreated, PayoutCanceled],
    ];

    public static Gen<Life> Any(string name = "1") =>
        from currency in Gen.Elements(Currencies)
        from settlement in Gen.Frequency((3, Gen.Constant(currency)), (1, Gen.Elements(Currencies)))
        from account in Gen.Elements("", "", "acct_1")
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from steps in Steps()
        select new Life(name, currency, settlement, account, seed, steps);

    /// <summary>Lives of one ledger.</summary>
    public static Gen<Life[]> Round(int lives) =>
        Any().ArrayOf(lives).Select(round => round.Select((life, n) => life with { Name = $"n{n}" }).ToArray());

    private static Gen<LifeStep[]> Steps() =>
        from authorised in Gen.Choose(100, 1_000_000)
        from captured in Gen.Choose(100, authorised)
        from charge in Gen.Frequency(
            (3, Gen.Elements<LifeStep[]>([new(Succeeded, authorised)], [new(Succeeded, authorised), new(Settled, authorised)])),
            (3, Gen.Elements<LifeStep[]>(
                [new(Authorised, authorised), new(Captured, captured), new(Settled, captured)], [new(Authorised, authorised), new(Captured, authorised)],
                [new(Authorised, authorised), new(Retagged), new(Captured, authorised)])),
            (1, Gen.Elements<LifeStep[]>([new(Authorised, authorised), new(Expired, authorised)], [new(Declined, authorised)])),
            (2, Gen.Elements<LifeStep[]>(
                [new(Pending, authorised), new(PendingFailed, authorised)],
                [new(Pending, authorised), new(Succeeded, authorised)],
                [new(Pending, authorised), new(Succeeded, authorised), new(FailedLate, authorised)],
                [new(Pending, authorised), new(Succeeded, authorised), new(Retagged), new(FailedLate, authorised)])))
        from after in Later(charge)
        from payouts in Several(2, Payouts, Gen.Choose(-100_000, 100_000).Where(amount => amount != 0))
        select (LifeStep[])[.. charge, .. after, .. payouts];

    private static Gen<LifeStep[]> Later(LifeStep[] charge) =>
        charge[^1] is not { Kind: Succeeded or Captured or Settled, Amount: var captured } ? Gen.Constant(Array.Empty<LifeStep>())
        : from refunds in Several(3, Refunds, Gen.Choose(1, (int)Math.Max(1, captured / 4)))
          from dispute in Several(1, Disputes, Gen.Choose(1, (int)captured))
          from retagged in Gen.Choose(0, 3)
          select (LifeStep[])[.. Retaggings(retagged % 2), .. refunds, .. dispute, .. Retaggings(retagged / 2)];

    private static LifeStep[] Retaggings(int count) => [.. Enumerable.Repeat(new LifeStep(Retagged), count)];

    private static Gen<LifeStep[]> Several(int most, LifeStepKind[][] courses, Gen<int> amounts) =>
        from count in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(1, most)))
        from taken in Gen.Elements(courses).ArrayOf(count)
        from each in amounts.ArrayOf(count)
        select taken.SelectMany((course, of) => course.Select(kind => new LifeStep(kind, each[of], of))).ToArray();
}
