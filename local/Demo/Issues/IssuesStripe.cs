using System.Text.Json.Nodes;
using Plumbline.Local.Demo.Writing;
using Plumbline.Local.Sources;

namespace Plumbline.Local.Demo.Issues;

/// <summary>Money that Stripe and the ledger do not agree about, or that makes no sense by itself.</summary>
/// <param name="day">So many days before the sample ends.</param>
internal sealed class IssuesStripe(Func<double, DateTimeOffset> day)
{
    public const string Key = "local_stripe_api_issues_0a54d2";

    private readonly StripeAccount account = new();
    private readonly List<DemoDelivery> deliveries = [];

    /// <summary>What Stripe has.</summary>
    public StripeAccount Account => account;

    public IReadOnlyList<DemoDelivery> Write()
    {
        // As it should be: the first payment of all.
        Tell("charge.succeeded", day(99), Charge("ch_IssueFirst", 50_000, day(99), "DemoIssueContact0001"));
        Settle(Charge("ch_IssueFirst", 50_000, day(99), "DemoIssueContact0001"), 50_000, day(99));

        // Told as $500, and Stripe has $600 of it.
        Tell("charge.succeeded", day(20), Charge("ch_IssueDiffers", 50_000, day(20), "DemoIssueContact0001"));
        Settle(Charge("ch_IssueDiffers", 60_000, day(20), "DemoIssueContact0001"), 60_000, day(20));

        // Told, and Stripe knows nothing of it.
        Tell("charge.succeeded", day(19), Charge("ch_IssueUnknown", 12_500, day(19), "DemoIssueContact0001"));

        // Told twice, with two amounts.
        Tell("charge.succeeded", day(18), Charge("ch_IssueTwice", 20_000, day(18), "DemoIssueContact0001"));
        Tell("charge.updated", day(18).AddHours(1), Charge("ch_IssueTwice", 21_000, day(18), "DemoIssueContact0001"));
        Settle(Charge("ch_IssueTwice", 20_000, day(18), "DemoIssueContact0001"), 20_000, day(18));

        // Given back, of a charge from before there was a ledger.
        Tell("refund.created", day(17), Refund("re_IssueNoCharge", "ch_IssueBefore", 7_500, day(17)));
        Settle(Refund("re_IssueNoCharge", "ch_IssueBefore", 7_500, day(17)), -7_500, day(17));

        // Said to be given back in part, and no refund tells of it.
        var partly = Charge("ch_IssueRefunded", 40_000, day(30), "DemoIssueContact0001");
        partly["amount_refunded"] = 15_000;
        Tell("charge.refunded", day(16), partly);
        Settle(partly, 40_000, day(30));

        // Asked about four and a half months ago, and never decided.
        Tell("charge.dispute.created", day(135), new JsonObject
        {
            ["id"] = "dp_IssueOpen", ["object"] = "dispute", ["amount"] = 40_000, ["balance_transactions"] = new JsonArray(), ["charge"] = "ch_IssueAsked",
            ["created"] = day(135).ToUnixTimeSeconds(), ["currency"] = "usd", ["livemode"] = true, ["metadata"] = new JsonObject(),
            ["reason"] = "general", ["status"] = "warning_needs_response",
        });

        // Paid by a client whom nobody ever sold anything.
        Tell("charge.succeeded", day(45), Charge("ch_IssueNoDeal", 150_000, day(45), "DemoIssueContact0002"));
        Settle(Charge("ch_IssueNoDeal", 150_000, day(45), "DemoIssueContact0002"), 150_000, day(45));

        // A webhook that never came: Stripe alone has it, and it is found and appended.
        Settle(Charge("ch_IssueLost", 33_300, day(12), "DemoIssueContact0001"), 33_300, day(12));
        return deliveries;
    }

    private void Tell(string type, DateTimeOffset at, JsonObject subject) =>
        deliveries.Add(StripeWriter.Envelope($"evt_{(string)subject["id"]!}{StripeWriter.Suffix(type)}", type, at, subject.DeepClone()));

    private void Settle(JsonObject source, long cents, DateTimeOffset at)
    {
        var id = (string)source["id"]!;
        var transaction = $"txn_{id[3..]}";
        source["balance_transaction"] = transaction;
        account.Add(source);
        account.Transactions.Add(new JsonObject
        {
            ["id"] = transaction, ["object"] = "balance_transaction", ["amount"] = cents, ["created"] = at.ToUnixTimeSeconds(), ["currency"] = "usd",
            ["fee"] = 0, ["net"] = cents, ["source"] = id, ["type"] = cents > 0 ? "charge" : "refund",
        });
    }

    private static JsonObject Charge(string id, long cents, DateTimeOffset at, string client) => new()
    {
        ["id"] = id, ["object"] = "charge", ["amount"] = cents, ["amount_captured"] = cents, ["amount_refunded"] = 0, ["balance_transaction"] = null,
        ["captured"] = true, ["created"] = at.ToUnixTimeSeconds(), ["currency"] = "usd", ["failure_balance_transaction"] = null, ["livemode"] = true,
        ["metadata"] = new JsonObject { ["client_id"] = client }, ["paid"] = true, ["status"] = "succeeded",
    };

    private static JsonObject Refund(string id, string charge, long cents, DateTimeOffset at) => new()
    {
        ["id"] = id, ["object"] = "refund", ["amount"] = cents, ["balance_transaction"] = $"txn_{id[3..]}", ["charge"] = charge,
        ["created"] = at.ToUnixTimeSeconds(), ["currency"] = "usd", ["metadata"] = new JsonObject(), ["reason"] = "requested_by_customer", ["status"] = "succeeded",
    };
}
