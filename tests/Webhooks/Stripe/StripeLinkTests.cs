using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What an object says about who its customer is.</summary>
public sealed class StripeLinkTests
{
    private const string Email = "Jenny.Rosen@example.com";

    private static readonly Link Captured = new(Link.MovementTransaction, "ch:ch_1:capture", "txn_ch_1");

    // {hash} stands for the hash of the address.
    [Theory]
    [InlineData("customer", "{'id':'cus_1','email':'E','metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1 customer_email:cus_1:{hash}")]
    [InlineData("customer", "{'id':'cus_1','email':'E'}", "customer_email:cus_1:{hash}")]
    [InlineData("customer", "{'id':'cus_1','email':null,'metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1")]
    [InlineData("customer", "{'id':'cus_1','customer':'cus_2','metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1")]
    [InlineData("charge", "{'customer':'cus_1','billing_details':{'email':'E'},'receipt_email':'other@example.com'}", "customer_email:cus_1:{hash}")]
    [InlineData("charge", "{'customer':'cus_1','billing_details':{'email':null},'receipt_email':'E'}", "customer_email:cus_1:{hash}")]
    [InlineData("charge", "{'customer':'cus_1','billing_details':{'email':'none'},'receipt_email':'E'}", "customer_email:cus_1:{hash}")]
    [InlineData("charge", "{'customer':{'id':'cus_1','object':'customer'},'receipt_email':'E'}", "customer_email:cus_1:{hash}")]
    [InlineData("charge", "{'id':'ch_1','customer':null,'billing_details':{'email':'E'}}", "charge_email:ch_1:{hash} charge_metadata:ch_1:ch_1")]
    [InlineData("charge", "{'id':'ch_1','receipt_email':'E','metadata':{'client_id':'c1'}}", "charge_email:ch_1:{hash} charge_metadata:ch_1:ch_1")]
    [InlineData("charge", "{'id':'ch_1','customer':'cus_1'}", "charge_metadata:ch_1:ch_1")]
    [InlineData("checkout.session", "{'customer':'cus_1','customer_details':{'email':'E'},'customer_email':'other@example.com'}", "customer_email:cus_1:{hash}")]
    [InlineData("checkout.session", "{'customer':'cus_1','customer_details':null,'customer_email':'E'}", "customer_email:cus_1:{hash}")]
    [InlineData("checkout.session", "{'id':'cs_1','customer':null,'customer_email':'E'}", "")]
    [InlineData("invoice", "{'customer':'cus_1','customer_email':'E','metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1 customer_email:cus_1:{hash}")]
    [InlineData("invoice", "{'id':'in_1','customer_email':'E'}", "")]
    [InlineData("invoice", "{'customer':'cus_1','parent':{'subscription_details':{'metadata':{'client_id':'c1'}}}}", "customer_client:cus_1:c1")]
    [InlineData("invoice", "{'customer':'cus_1','subscription_details':{'metadata':{'client_id':'c1'}}}", "customer_client:cus_1:c1")]
    [InlineData("invoice", "{'customer':'cus_1','metadata':{'client_id':'own'},'parent':{'subscription_details':{'metadata':{'client_id':'c1'}}}}", "customer_client:cus_1:own")]
    [InlineData("payment_intent", "{'customer':'cus_1','receipt_email':'E'}", "customer_email:cus_1:{hash}")]
    [InlineData("payment_intent", "{'id':'pi_1','receipt_email':'E'}", "")]
    [InlineData("subscription", "{'id':'sub_1','status':'trialing','currency':'usd','customer':'cus_1','metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1")]
    [InlineData("subscription", "{'id':'sub_1','status':'trialing','currency':'usd','customer':'cus_1','email':'E','receipt_email':'E','customer_email':'E'}", "")]
    [InlineData("setup_intent", "{'customer':'cus_1','metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1")]
    [InlineData("payout", "{'id':'po_1','amount':5,'currency':'usd','status':'pending','metadata':{'client_id':'c1'}}", "")]
    public void Map_Object_LinksItsCustomer(string type, string members, string links) =>
        string.Join(' ', Links(type, members).Select(link => $"{link.Kind}:{link.FromId}:{link.ToId}")).ShouldBe(links.Replace("{hash}", HashOf(Email), StringComparison.Ordinal));

    [Fact]
    public void Map_PaidCharge_LinksAndCounts()
    {
        var delivery = Mapping.Map(StripeEvents.Charge(metadata: new() { ["client_id"] = "c1" }));

        delivery.Payments.ShouldHaveSingleItem();
        delivery.Links.ShouldBe([new Link(Link.CustomerClient, "cus_1", "c1"), new Link(Link.CustomerEmail, "cus_1", HashOf("jenny.rosen@example.com")), Captured]);
    }

    [Fact]
    public void Map_AddressWrittenDifferently_IsTheSameLink() =>
        Links("customer", "{'id':'cus_1','email':' JENNY.rosen@Example.com '}").ShouldBe(Links("customer", "{'id':'cus_1','email':'jenny.rosen@example.com'}"));

    [Theory]
    [InlineData("billing_details", "'jenny'")]
    [InlineData("billing_details", "[]")]
    [InlineData("billing_details", "{'email':7}")]
    [InlineData("billing_details", "{'email':{}}")]
    [InlineData("billing_details", "{'email':'a\\u0000@example.com'}")]
    [InlineData("billing_details", "{'email':'\\ud800@example.com'}")]
    [InlineData("receipt_email", "true")]
    [InlineData("receipt_email", "['E']")]
    public void Map_AddressThatCannotBeRead_LinksNobodyAndTheMoneyCounts(string member, string value)
    {
        var body = StripeEvents.Charge(customize: charge =>
        {
            charge.Remove("billing_details");
            charge[member] = "REPLACED";
        }).With("\"REPLACED\"", value.Replace('\'', '"'));

        var delivery = Mapping.Map(body);

        delivery.Payments.ShouldHaveSingleItem();
        delivery.Quarantine.ShouldBeEmpty();
        delivery.Links.ShouldBe([Captured]);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("''")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Map_ClientIdThatIsNoText_LinksNoClient(string value) =>
        Links("setup_intent", $"{{'customer':'cus_1','metadata':{{'client_id':{value}}}}}").ShouldBeEmpty();

    [Fact]
    public void Map_TestMode_LinksNothing()
    {
        Mapping.Map(StripeEvents.Charge(livemode: true)).Links.ShouldNotBeEmpty();
        Mapping.Map(StripeEvents.Charge(livemode: false)).Links.ShouldBeEmpty();
    }

    [Fact]
    public void Map_ConnectedAccount_LinksOnlyWhenItIsTheTenants()
    {
        Mapping.Map(StripeEvents.Charge(account: "acct_1"), "acct_1").Links.ShouldNotBeEmpty();
        Mapping.Map(StripeEvents.Charge(account: "acct_9"), "acct_1").ShouldBeQuarantined("unknown-account");
    }

    [Fact]
    public void Map_ChargeThatCannotBeRead_LinksNothing() =>
        Mapping.Map(StripeEvents.Charge(customize: charge => charge["amount_captured"] = "10.00")).ShouldBeQuarantined("unmappable");

    [Fact]
    public void SourceKey_LongestIds_FitsTheLedgerAndTellsThemApart()
    {
        var (customer, client) = (new string('c', 255), new string('x', 255));
        Link[] links = [new(Link.CustomerClient, customer, client), new(Link.CustomerClient, customer, client[1..] + "y")];

        links.ShouldAllBe(link => link.SourceKey("evt_1").Length <= 500 && link.SourceKey("evt_1").StartsWith("customer_client:", StringComparison.Ordinal));
        links.Select(link => link.SourceKey("evt_1")).ShouldBeUnique();
    }

    private static IReadOnlyList<Link> Links(string type, string members)
    {
        var subject = JsonNode.Parse(members.Replace('\'', '"').Replace("\"E\"", $"\"{Email}\"", StringComparison.Ordinal))!.AsObject();
        subject["object"] = type;

        // A charge that moves no money, so that these tables show the links alone.
        var delivery = Mapping.Map(StripeEvents.Event($"{type}.updated", subject, eventId: "evt_1"));

        delivery.Quarantine.ShouldBeEmpty();
        return delivery.Links;
    }

    private static string HashOf(string email) => Convert.ToHexStringLower(Mapping.Hash.OfEmail(email)!);
}
