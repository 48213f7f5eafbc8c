namespace Plumbline.Reconciliation.Stripe;

/// <summary>Movements and objects as people who know Stripe's dashboard call them.</summary>
internal static class StripeWords
{
    public static string OfMovement(string key) => key.Split(':') switch
    {
        ["ch", var id, "capture"] => $"the charge {id}",
        ["ch", var id, "failure"] => $"the failure of charge {id}",
        ["re", var id, "out"] => $"the refund {id}",
        ["re", var id, "return"] => $"the return of refund {id}",
        ["po", var id, "paid"] => $"the payout {id}",
        ["po", var id, "failed"] => $"the return of payout {id}",
        ["txn", var id] => $"the dispute's {id}",
        _ => key,
    };

    /// <summary>What would say the movement, if it had happened.</summary>
    public static string OfObject(string key) => key.Split(':')[0] switch
    {
        "ch" => "the charge",
        "re" => "the refund",
        "po" => "the payout",
        _ => "that transaction",
    };
}
