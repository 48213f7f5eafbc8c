using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes payouts to the bank as Stripe's events. One that fails was called paid before.</summary>
internal static class PayoutWriter
{
    public static IEnumerable<DemoDelivery> Write(Payout payout)
    {
        yield return Of("payout.paid", payout, payout.PaidAt, failed: false);
        if (payout.FailedAt is { } failed) yield return Of("payout.failed", payout, failed, failed: true);
    }

    internal static object PayoutObject(Payout payout, bool failed) => new
    {
        Id = $"po_{payout.Key}",
        Object = "payout",
        Amount = payout.Cents,
        ArrivalDate = payout.PaidAt.ToUnixTimeSeconds(),
        Automatic = true,
        BalanceTransaction = $"txn_{payout.Key}",
        Created = payout.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        Destination = "ba_demo_bank",
        FailureBalanceTransaction = failed ? $"txn_{payout.Key}Failed" : null,
        FailureCode = failed ? "account_closed" : null,
        Livemode = true,
        Metadata = new Dictionary<string, string>(),
        Method = "standard",
        Status = failed ? "failed" : "paid",
        Type = "bank_account",
    };

    private static DemoDelivery Of(string type, Payout payout, DateTimeOffset at, bool failed) =>
        StripeWriter.Envelope($"evt_{payout.Key}{StripeWriter.Suffix(type)}", type, at, PayoutObject(payout, failed));
}
