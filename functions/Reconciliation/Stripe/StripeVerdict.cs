using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>What a comparison came to.</summary>
/// <param name="Finding">Null where nothing is wrong.</param>
internal sealed record StripeVerdict(ReconciledItem Item, NewFinding? Finding, IReadOnlyList<StripeCorrection> Corrections)
{
    public const string DiffersCheck = "stripe_differs";
    public const string ExtraCheck = "stripe_extra";

    /// <summary>How the key of a correction ends that puts a movement into its day.</summary>
    public const string MovedTo = "to";

    private const string Movement = "movement";
    private const string Payout = "payout";
    private const string Cash = "cash";
    private const string Refunds = "refunds";

    /// <summary>Stripe has it; does the ledger, and alike?</summary>
    /// <param name="row">Null where the ledger lacks it.</param>
    /// <param name="ownsCash">Whether Stripe is believed.</param>
    /// <param name="zone">The tenant's: in it a movement has its date.</param>
    public static StripeVerdict Of(StripeMovement movement, LedgerMovement? row, bool ownsCash, TimeZoneInfo zone)
    {
        var truth = movement.Payment;
        if (row is null)
        {
            return new(ItemOf(truth, ItemOutcome.Missing, -truth.AmountMinor), null, []);
        }

        var isCorrected = ownsCash && row is { IsCash: true, IsVoided: false, IsReversed: false, IsCorrectedByHand: false };
        StripeCorrection[] moves = isCorrected && !row.IsMoved ? [.. MovesOf(movement, row, zone)] : [];
        var lacking = row.LackingOf(truth);
        if (lacking.Count == 0 || (row.IsVoided && row.IsRecordedAs(truth)))
        {
            return new(ItemOf(truth, ItemOutcome.Matched, 0), moves.Length == 0 ? null : Moved(movement, row, zone), moves);
        }

        return new(
            ItemOf(truth, ItemOutcome.Differing, row.CountedIn(truth.Currency) - truth.AmountMinor),
            Found(
                DiffersCheck, row, "medium",
                $"The ledger has {Counted(row)} for {StripeWords.OfMovement(row.Key)} where Stripe's {movement.Transaction} says {Write(truth.AmountMinor, truth.Currency)}"
                    + $"{(moves.Length == 0 ? "" : $", on {Write(DateOf(truth.OccurredAt, zone))} and not on {Write(DateOf(row.OccurredAt, zone))}")}; {WhatNext(row, ownsCash)}."),
            isCorrected ? [.. lacking.SelectMany(money => CorrectionsOf(movement, row, money)), .. moves] : []);
    }

    /// <summary>The ledger has it, and Stripe does not.</summary>
    /// <param name="hasObject">Whether Stripe has at least what would say it.</param>
    public static StripeVerdict Extra(LedgerMovement row, bool hasObject) => new(
        row.IsCash
            ? new ReconciledItem(Movement, row.Key, ItemOutcome.Extra, row.Currency, row.CountedIn(row.Currency))
            : new ReconciledItem(Payout, row.Key, ItemOutcome.Extra),
        Found(
            ExtraCheck, row, row.IsCash ? "high" : "medium",
            $"The ledger has {Counted(row)} for {StripeWords.OfMovement(row.Key)}"
                + $"{(hasObject ? $"; Stripe has {StripeWords.OfObject(row.Key)}, and no such money moved" : ", of which Stripe knows nothing")}; {(row.IsCash ? "it counts until it is taken out" : "payouts count nowhere")}."),
        []);

    private static ReconciledItem ItemOf(Payment truth, ItemOutcome outcome, long apart) => truth.Kind == PaymentKind.Payout
        ? new ReconciledItem(Payout, truth.SourceKey, outcome)
        : new ReconciledItem(Movement, truth.SourceKey, outcome, truth.Currency, apart);

    private static NewFinding Found(string check, LedgerMovement row, string severity, string detail) =>
        new(check, row.Key, severity, StripeEventMapper.Source, detail, ReconciliationRun.Actor, row.OccurredAt)
        {
            Rows = [new FactRowId("raw_payments", row.Seq)],
        };

    private static string WhatNext(LedgerMovement row, bool ownsCash) =>
        !row.IsCash ? "payouts count nowhere, so it is left"
        : row.IsVoided ? "somebody has taken it out, so it is left"
        : row.IsCorrectedByHand ? "somebody has corrected it, so it is left"
        : row.IsReversed ? "somebody has taken a correction back, so it is left"
        : ownsCash ? "corrected by an adjustment"
        : "Stripe does not own cash, so it is left";

    private static NewFinding Moved(StripeMovement movement, LedgerMovement row, TimeZoneInfo zone)
    {
        var (from, to) = (DateOf(row.OccurredAt, zone), DateOf(movement.Payment.OccurredAt, zone));
        return Found(
            DiffersCheck, row, (from.Year, from.Month) == (to.Year, to.Month) ? "low" : "medium",
            $"The ledger has {StripeWords.OfMovement(row.Key)} on {Write(from)} where Stripe's {movement.Transaction} is of {Write(to)}; moved there by an adjustment.");
    }

    private static IEnumerable<StripeCorrection> CorrectionsOf(StripeMovement movement, LedgerMovement row, (string Currency, long AmountMinor) money) =>
        Measures(row.Kind).Select(measure => new StripeCorrection(
            $"{movement.Transaction}:{measure.Name}:{money.Currency}", row.Seq, row.OccurredAt, measure.Name, measure.Sign * money.AmountMinor, money.Currency,
            $"Stripe's {movement.Transaction} says {Write(movement.Payment.AmountMinor, movement.Payment.Currency)}, and not {Counted(row)}."));

    // Out of the day that an event gave it, and into the day that the money moved.
    private static IEnumerable<StripeCorrection> MovesOf(StripeMovement movement, LedgerMovement row, TimeZoneInfo zone)
    {
        var (from, to) = (DateOf(row.OccurredAt, zone), DateOf(movement.Payment.OccurredAt, zone));
        return !movement.IsDatedByTransaction || from == to ? [] : Measures(row.Kind).SelectMany(measure => new[] { (Step: "from", Sign: -1, At: row.OccurredAt), (Step: MovedTo, Sign: 1, At: movement.Payment.OccurredAt) }
            .Select(step => new StripeCorrection(
                $"{movement.Transaction}:{measure.Name}:{movement.Payment.Currency}:{step.Step}", row.Seq, step.At, measure.Name,
                step.Sign * measure.Sign * movement.Payment.AmountMinor, movement.Payment.Currency,
                $"Stripe's {movement.Transaction} is of {Write(to)}, and not of {Write(from)}.")));
    }

    private static (string Name, int Sign)[] Measures(PaymentKind kind) =>
        kind is PaymentKind.Refund or PaymentKind.RefundReturn ? [(Cash, 1), (Refunds, -1)] : [(Cash, 1)];

    private static DateOnly DateOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private static string Counted(LedgerMovement row) => string.Join(
        " and ", row.Corrections.Keys.Append(row.Currency).Distinct().Order(StringComparer.Ordinal)
            .Select(currency => (Currency: currency, Amount: row.CountedIn(currency)))
            .Where(money => money.Amount != 0 || money.Currency == row.Currency)
            .Select(money => Write(money.Amount, money.Currency)));

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Write(long amount, string currency) => Plumbline.Platform.Currency.Format(amount, currency, CultureInfo.InvariantCulture);
}
