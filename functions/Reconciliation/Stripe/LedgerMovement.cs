using Plumbline.Ledger;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>A movement as the ledger counts it.</summary>
/// <param name="Seq">Its row in raw_payments.</param>
/// <param name="Account">The connected account; empty for the tenant's own.</param>
/// <param name="AmountMinor">As it was recorded.</param>
/// <param name="Corrections">What reconciliations before and people have added to it, by currency.</param>
/// <param name="IsVoided">Whether somebody has taken it out.</param>
/// <param name="IsReversed">Whether somebody has taken back what a reconciliation added.</param>
/// <param name="IsCorrectedByHand">Whether some of what was added is somebody's, and not a reconciliation's.</param>
/// <param name="IsMoved">Whether a reconciliation has moved it to its day.</param>
internal sealed record LedgerMovement(
    long Seq, string Key, string Account, PaymentKind Kind, DateTimeOffset OccurredAt, string Currency, long AmountMinor,
    IReadOnlyDictionary<string, long> Corrections, bool IsVoided, bool IsReversed, bool IsCorrectedByHand, bool IsMoved)
{
    public bool IsCash => Kind != PaymentKind.Payout;

    public bool IsRecordedAs(Payment truth) => (AmountMinor, Currency) == (truth.AmountMinor, truth.Currency);

    /// <summary>What it counts for in a currency.</summary>
    public long CountedIn(string currency) => (currency == Currency ? AmountMinor : 0) + Corrections.GetValueOrDefault(currency);

    /// <summary>What would have to be added, by currency, for it to count as much as Stripe says; nothing where it does.</summary>
    public IReadOnlyList<(string Currency, long AmountMinor)> LackingOf(Payment truth) =>
    [
        .. Corrections.Keys.Append(Currency).Append(truth.Currency).Distinct().Order(StringComparer.Ordinal)
            .Select(currency => (currency, (currency == truth.Currency ? truth.AmountMinor : 0) - CountedIn(currency)))
            .Where(lacking => lacking.Item2 != 0),
    ];
}
