namespace Plumbline.Reconciliation.Stripe;

/// <summary>Where an object is in Stripe's API.</summary>
internal static class StripePaths
{
    /// <summary>By its id alone, of whose letters the first tell what it is.</summary>
    /// <returns>Null for what moves none of the money that is compared.</returns>
    public static string? OfObject(string id) => id.Split('_')[0] switch
    {
        "ch" or "py" => Of("charges", id),
        "re" or "pyr" => Of("refunds", id),
        "dp" or "du" => Of("disputes", id),
        "po" => Of("payouts", id),
        _ => null,
    };

    /// <summary>What says a movement, by the movement's key.</summary>
    public static string? OfMovement(string key) => key.Split(':') switch
    {
        ["ch", var id, _] => Of("charges", id),
        ["re", var id, _] => Of("refunds", id),
        ["po", var id, _] => Of("payouts", id),
        ["txn", var id] => $"{Of("balance_transactions", id)}?expand[]=source",
        _ => null,
    };

    private static string Of(string collection, string id) => $"v1/{collection}/{Uri.EscapeDataString(id)}";
}
