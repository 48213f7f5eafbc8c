using System.Text.Json.Nodes;

namespace Plumbline.Local.Sources;

/// <summary>What Stripe has of an account, in the shapes of its API.</summary>
internal sealed class StripeAccount
{
    public string Id { get; set; } = "acct_local";

    /// <summary>Balance transactions, each with its source's id.</summary>
    public List<JsonObject> Transactions { get; } = [];

    /// <summary>Events that could not be delivered.</summary>
    public List<JsonObject> Undelivered { get; } = [];

    /// <summary>Charges, refunds, disputes and payouts by their ids.</summary>
    public Dictionary<string, JsonObject> Objects { get; } = [];

    public void Add(JsonObject subject) => Objects[(string)subject["id"]!] = subject;
}
