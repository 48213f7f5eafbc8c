using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes disputes as Stripe's events: each with the balance transactions there were by then.</summary>
internal static class DisputeWriter
{
    private const long FeeCents = 1500;

    public static IEnumerable<DemoDelivery> Write(Dispute dispute)
    {
        yield return Of("charge.dispute.created", dispute, dispute.Created);
        if (dispute.WithdrawnAt is { } withdrawn) yield return Of("charge.dispute.funds_withdrawn", dispute, withdrawn);
        if (dispute.ReinstatedAt is { } reinstated) yield return Of("charge.dispute.funds_reinstated", dispute, reinstated);
        yield return Of("charge.dispute.closed", dispute, dispute.Closed);
    }

    private static DemoDelivery Of(string type, Dispute dispute, DateTimeOffset at) =>
        StripeWriter.Envelope($"evt_{dispute.Charge.Key}{StripeWriter.Suffix(type)}", type, at, ObjectAt(dispute, at));

    internal static object ObjectAt(Dispute dispute, DateTimeOffset at) => new
    {
        dispute.Id,
        Object = "dispute",
        Amount = dispute.Charge.Cents,
        BalanceTransactions = dispute.MovementsBy(at).Select(movement => Transaction(dispute, movement)),
        Charge = dispute.Charge.Id,
        Created = dispute.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        IsChargeRefundable = dispute.Fate == DisputeFate.Inquiry,
        Livemode = true,
        Metadata = new Dictionary<string, string>(),
        PaymentIntent = $"pi_{dispute.Charge.Key}",
        Reason = "product_unacceptable",
        Status = StatusAt(dispute, at),
    };

    // What it costs to be disputed comes back with the money.
    internal static object Transaction(Dispute dispute, (string Key, DateTimeOffset At, long Cents) movement)
    {
        var fee = Math.Sign(movement.Cents) * -FeeCents;
        return new
        {
            Id = movement.Key,
            Object = "balance_transaction",
            Amount = movement.Cents,
            Created = movement.At.ToUnixTimeSeconds(),
            Currency = "usd",
            ExchangeRate = (decimal?)null,
            Fee = fee,
            Net = movement.Cents - fee,
            ReportingCategory = movement.Cents < 0 ? "dispute" : "dispute_reversal",
            Source = dispute.Id,
            Type = "adjustment",
        };
    }

    private static string StatusAt(Dispute dispute, DateTimeOffset at) => (dispute.Fate, at >= dispute.Closed) switch
    {
        (DisputeFate.Inquiry, false) => "warning_needs_response",
        (DisputeFate.Inquiry, true) => "warning_closed",
        (DisputeFate.Lost, true) => "lost",
        (_, true) => "won",
        _ => at < dispute.Created.AddDays(3) ? "needs_response" : "under_review",
    };
}
