using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Stripe;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>Whatever the ledger has, with what a comparison adds to it it counts as Stripe says.</summary>
public sealed class StripeVerdictProperties
{
    private static readonly string[] Currencies = ["EUR", "JPY", "USD"];

    private static readonly Gen<StripeMovement> Movements =
        from amount in Gen.Choose(-500, 500).Where(amount => amount != 0)
        from currency in Gen.Elements(Currencies)
        from kind in Gen.Elements(Enum.GetValues<PaymentKind>())
        from hours in Gen.Choose(0, 96)
        from isDated in Gen.Elements(true, false)
        let at = Deliveries.Noon.AddHours(hours)
        select new StripeMovement(Deliveries.Payment("the movement", amount, kind, currency, at), "txn_1", isDated ? at : null);

    private static readonly Gen<(string Currency, long AmountMinor)> Corrections =
        from currency in Gen.Elements(Currencies)
        from amount in Gen.Choose(-500, 500)
        select (currency, (long)amount);

    private static readonly Gen<LedgerMovement> Rows =
        from amount in Gen.Choose(-500, 500)
        from currency in Gen.Elements(Currencies)
        from corrections in Corrections.ListOf()
        from state in Gen.Elements("usual", "usual", "usual", "voided", "reversed", "corrected by hand", "moved")
        select new LedgerMovement(
            7, "the movement", "", PaymentKind.Capture, Deliveries.Noon, currency, amount,
            corrections.DistinctBy(correction => correction.Currency).ToDictionary(correction => correction.Currency, correction => correction.AmountMinor),
            state == "voided", state == "reversed", state == "corrected by hand", state == "moved");

    private static readonly Gen<(StripeMovement Movement, LedgerMovement Row, bool Owns)> Pairs =
        from movement in Movements
        from row in Rows
        from owns in Gen.Elements(true, false)
        select (movement, row with { Kind = movement.Payment.Kind }, owns);

    [Fact]
    public void Of_AnyMovement_IsCorrectedToWhatStripeSaysOrFoundAndLeft() => Prop.ForAll(
        Pairs.ToArbitrary(),
        drawn =>
        {
            var (movement, row, owns) = drawn;
            var truth = movement.Payment;
            var verdict = StripeVerdict.Of(movement, row, owns, TimeZoneInfo.Utc);
            var isRight = row.LackingOf(truth).Count == 0 || (row.IsVoided && row.IsRecordedAs(truth));

            verdict.Item.Outcome.ShouldBe(isRight ? ItemOutcome.Matched : ItemOutcome.Differing);
            (verdict.Finding is null).ShouldBe(isRight && verdict.Corrections.Count == 0);
            verdict.Corrections.Select(correction => correction.Key).ShouldBeUnique();
            verdict.Corrections.ShouldAllBe(correction => correction.AmountMinor != 0 && correction.Reason.Length >= 10);
            if (!owns || row.IsVoided || row.IsReversed || row.IsCorrectedByHand || !row.IsCash)
            {
                verdict.Corrections.ShouldBeEmpty();
                return;
            }

            var cash = verdict.Corrections.Where(correction => correction.Measure == "cash").ToArray();
            var after = row with
            {
                Corrections = row.Corrections.Select(pair => (pair.Key, pair.Value)).Concat(cash.Select(correction => (Key: correction.Currency, Value: correction.AmountMinor)))
                    .GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
            };
            after.LackingOf(truth).ShouldBeEmpty();
            StripeVerdict.Of(movement, after, owns, TimeZoneInfo.Utc).Item.Outcome.ShouldBe(ItemOutcome.Matched);
            verdict.Corrections.Where(correction => correction.Measure == "refunds").Sum(correction => correction.AmountMinor)
                .ShouldBe(truth.Kind is PaymentKind.Refund or PaymentKind.RefundReturn ? -cash.Sum(correction => correction.AmountMinor) : 0);
        }).QuickCheckThrowOnFailure();
}
