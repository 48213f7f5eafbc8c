using System.Text.Json.Nodes;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What each state of each object moves: the table the ledger is built on, a case a condition.</summary>
public sealed class StripeCashTableTests
{
    private const string Captured = "ch:ch_1:capture=1000";
    private const string Failed = "ch:ch_1:capture=1000 ch:ch_1:failure=-1000";
    private const string Out = "re:re_1:out=-1000";
    private const string Returned = "re:re_1:out=-1000 re:re_1:return=1000";

    // A quarantined one reads "?".
    private static readonly Dictionary<string, (string Movements, byte[] Body)> Table = new()
    {
        ["charge succeeded, paid and captured"] = (Captured, Charge()),
        ["charge captured in part"] = ("ch:ch_1:capture=400", Charge("{'amount_captured':400}", "charge.captured")),
        ["charge captured in part, and the rest released in the words of an old version"] = ("ch:ch_1:capture=400", Charge("{'amount_captured':400,'amount_refunded':600,'refunded':false}")),
        ["charge of a version that does not say what is captured"] = (Captured, Charge("{'amount_captured':null}")),
        ["charge whose balance transaction is not there yet"] = (Captured, Charge("{'balance_transaction':null}")),
        ["charge whose balance transaction came"] = (Captured, Charge("{'balance_transaction':'txn_2'}", "charge.updated")),
        ["charge of an old version, with its invoice and refunds"] = (Captured, Charge("{'invoice':'in_1','refunds':{'object':'list','data':[{'id':'re_1','amount':1000,'status':'succeeded'}]}}")),
        ["charge with everything expanded"] = (Captured, Charge("{'customer':{'id':'cus_1'},'payment_intent':{'id':'pi_1','amount':'?'},'balance_transaction':{'id':'txn_1','amount':1.5},'invoice':{'id':'in_1'}}")),
        ["charge authorised"] = ("", Charge("{'captured':false,'amount_captured':0}")),
        ["charge authorised by a version that says null"] = ("", Charge("{'captured':false,'amount_captured':null}")),
        ["charge authorised and expired"] = ("", Charge("{'captured':false,'amount_captured':0}", "charge.expired")),
        ["charge expired in the words of an old version"] = ("", Charge("{'captured':false,'amount_captured':null,'amount_refunded':1000,'refunded':true}", "charge.refunded")),
        ["charge pending"] = ("", Charge("{'status':'pending','paid':false}", "charge.pending")),
        ["charge pending that calls itself paid"] = ("", Charge("{'status':'pending'}", "charge.pending")),
        ["charge failed"] = ("", Charge("{'status':'failed','paid':false,'captured':false,'amount_captured':0}", "charge.failed")),
        ["charge failed after pending"] = ("", Charge("{'status':'failed','paid':false}", "charge.failed")),
        ["charge failed after success"] = (Failed, Charge("{'status':'failed','paid':false,'failure_balance_transaction':'txn_f'}", "charge.failed")),
        ["charge failed after success, told by another event"] = (Failed, Charge("{'status':'failed','paid':false,'failure_balance_transaction':{'id':'txn_f'}}", "charge.updated")),
        ["charge failed after success, as it would be without its status"] = (Failed, Charge("{'failure_balance_transaction':'txn_f'}")),
        ["charge of a status to come"] = ("", Charge("{'status':'a_status_to_come'}")),
        ["charge of nothing"] = ("", Charge("{'amount':0,'amount_captured':0}")),
        ["charge refunded in part"] = (Captured, Charge("{'amount_refunded':300}", "charge.refunded")),
        ["charge refunded in full"] = (Captured, Charge("{'amount_refunded':1000,'refunded':true}", "charge.refunded")),
        ["charge disputed"] = (Captured, Charge("{'disputed':true,'dispute':'dp_1'}", "charge.updated")),

        ["refund succeeded"] = (Out, Refund()),
        ["refund succeeded without a balance transaction"] = (Out, Refund("{'balance_transaction':null}")),
        ["refund pending with a balance transaction"] = (Out, Refund("{'status':'pending'}")),
        ["refund pending without one"] = ("", Refund("{'status':'pending','balance_transaction':null}")),
        ["refund that requires action with a balance transaction"] = (Out, Refund("{'status':'requires_action'}")),
        ["refund that requires action without one"] = ("", Refund("{'status':'requires_action','balance_transaction':null}")),
        ["refund of a status to come with a balance transaction"] = (Out, Refund("{'status':'a_status_to_come'}")),
        ["refund of an old version, without a status"] = (Out, Refund("{'status':null}")),
        ["refund failed before it left"] = ("", Refund("{'status':'failed','balance_transaction':null}", "refund.failed")),
        ["refund failed and not yet returned"] = (Out, Refund("{'status':'failed'}", "refund.failed")),
        ["refund failed and returned"] = (Returned, Refund("{'status':'failed','failure_balance_transaction':'txn_r'}", "refund.failed")),
        ["refund failed and returned, by its charge's event"] = (Returned, Refund("{'status':'failed','failure_balance_transaction':{'id':'txn_r'}}", "charge.refund.updated")),
        ["refund failed and returned that had no balance transaction"] = ("re:re_1:return=1000", Refund("{'status':'failed','balance_transaction':null,'failure_balance_transaction':'txn_r'}")),
        ["refund canceled before it left"] = ("", Refund("{'status':'canceled','balance_transaction':null}", "refund.updated")),
        ["refund canceled and not yet returned"] = (Out, Refund("{'status':'canceled'}", "refund.updated")),
        ["refund canceled and returned"] = (Returned, Refund("{'status':'canceled','failure_balance_transaction':'txn_r'}", "refund.updated")),
        ["refund that succeeded, whatever else it names"] = (Out, Refund("{'failure_balance_transaction':'txn_r'}")),
        ["refund of an authorisation that expired"] = ("?", Refund("{'reason':'expired_uncaptured_charge'}")),

        ["dispute without transactions"] = ("", Dispute()),
        ["dispute that withdrew"] = ("txn:t1=-1000", Dispute("needs_response", ("t1", -1000))),
        ["dispute won that withdrew and not yet gave back"] = ("txn:t1=-1000", Dispute("won", ("t1", -1000))),
        ["dispute won that gave back"] = ("txn:t1=-1000 txn:t2=1000", Dispute("won", ("t1", -1000), ("t2", 1000))),
        ["dispute under review that gave back"] = ("txn:t1=-1000 txn:t2=1000", Dispute("under_review", ("t1", -1000), ("t2", 1000))),
        ["dispute lost"] = ("txn:t1=-1000", Dispute("lost", ("t1", -1000))),
        ["dispute lost that gave back and took again"] = ("txn:t1=-1000 txn:t2=1000 txn:t3=-1000", Dispute("lost", ("t1", -1000), ("t2", 1000), ("t3", -1000))),
        ["inquiry"] = ("", Dispute("warning_needs_response")),
        ["inquiry closed"] = ("", Dispute("warning_closed")),

        ["payout pending"] = ("", StripeEvents.Payout(status: "pending", type: "payout.created")),
        ["payout in transit"] = ("", StripeEvents.Payout(status: "in_transit", type: "payout.updated")),
        ["payout paid"] = ("po:po_1:paid=-1000", StripeEvents.Payout()),
        ["payout failed"] = ("po:po_1:paid=-1000 po:po_1:failed=1000", StripeEvents.Payout(status: "failed")),
        ["payout canceled"] = ("", StripeEvents.Payout(status: "canceled")),
        ["debit from the bank"] = ("po:po_1:paid=1000", StripeEvents.Payout(amount: -1000)),
        ["debit from the bank that failed"] = ("po:po_1:paid=1000 po:po_1:failed=-1000", StripeEvents.Payout(amount: -1000, status: "failed")),

        ["payment intent succeeded"] = ("", Other("payment_intent.succeeded", "payment_intent", "{'status':'succeeded','amount':1000,'amount_received':1000,'latest_charge':'ch_1','charges':{'data':[{'id':'ch_1','amount':1000}]}}")),
        ["invoice paid"] = ("", Other("invoice.paid", "invoice", "{'status':'paid','amount_paid':1000,'charge':'ch_1','paid':true}")),
        ["checkout session completed"] = ("", Other("checkout.session.completed", "checkout.session", "{'status':'complete','payment_status':'paid','amount_total':1000}")),
        ["subscription created"] = ("", Other("customer.subscription.created", "subscription", "{'status':'trialing','items':{'data':[]}}")),
    };

    public static TheoryData<string> Conditions => [.. Table.Keys];

    [Theory, MemberData(nameof(Conditions))]
    public void Map_Condition_MovesWhatTheTableSays(string condition)
    {
        var (movements, body) = Table[condition];

        var delivery = Mapping.Map(body);

        (delivery.Quarantine.Count > 0 ? "?" : string.Join(' ', delivery.Payments.Select(payment => $"{payment.SourceKey}={payment.AmountMinor}"))).ShouldBe(movements);
    }

    private static byte[] Charge(string changes = "{}", string type = "charge.succeeded") => StripeEvents.Charge(type: type, customize: charge => Change(charge, changes));

    private static byte[] Refund(string changes = "{}", string type = "refund.created") => StripeEvents.Refund(type: type, customize: refund => Change(refund, changes));

    private static byte[] Dispute(string status = "needs_response", params (string Id, long Amount)[] transactions) =>
        StripeEvents.Dispute(status: status, transactions: [.. transactions.Select(each => StripeEvents.Transaction(each.Id, each.Amount))]);

    private static byte[] Other(string type, string kind, string members) => StripeEvents.Other(type, "obj_1", customize: subject =>
    {
        subject["object"] = kind;
        subject["currency"] = "usd";
        Change(subject, members);
    });

    private static void Change(JsonObject subject, string changes)
    {
        foreach (var (name, value) in JsonNode.Parse(changes.Replace('\'', '"'))!.AsObject())
        {
            subject[name] = value?.DeepClone();
        }
    }
}
