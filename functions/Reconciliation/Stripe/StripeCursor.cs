namespace Plumbline.Reconciliation.Stripe;

/// <summary>Where the comparison with Stripe goes on.</summary>
/// <param name="Account">Which of the accounts, by its place among them.</param>
/// <param name="After">The id, or the finding's subject, that the next page begins after; null at the beginning.</param>
/// <param name="Seq">The row of the ledger that the next page begins after.</param>
/// <param name="AccountId">Whose key it is; null where the key may not say.</param>
/// <param name="IsAgain">Whether the listing was begun a second time, since Stripe no longer knew where it was.</param>
internal sealed record StripeCursor(
    DateTimeOffset From, DateTimeOffset Until, StripeStage Stage, string? AccountId = null, int Account = 0, string? After = null, long Seq = 0, bool IsAgain = false)
{
    /// <summary>The next account's listing, or what follows the last one's.</summary>
    public StripeCursor Next(int accounts) => Account + 1 < accounts
        ? this with { Account = Account + 1, After = null, IsAgain = false }
        : this with { Stage = Stage + 1, Account = 0, After = null, IsAgain = false };
}
