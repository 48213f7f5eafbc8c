using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What payment intents, checkout sessions and invoices say of payments and subscriptions: links, and no cash.</summary>
public sealed class StripeAttributionTests
{
    // Written kind:from:to{tags}.
    [Theory]
    [InlineData("payment_intent", "{'id':'pi_1','metadata':{'source_funnel':'webinar','team':'a'}}", "intent_tags:pi_1:pi_1{source_funnel=webinar,team=a}")]
    [InlineData("payment_intent", "{'id':'pi_1','metadata':{'order':'7'}}", "")]
    [InlineData("payment_intent", "{'id':'pi_1'}", "")]
    [InlineData("payment_intent", "{'id':'pi_1','customer':'cus_1','metadata':{'client_id':'c1'}}", "customer_client:cus_1:c1{} intent_tags:pi_1:pi_1{client_id=c1}")]
    [InlineData("payment_intent", "{'id':'pi_1','metadata':[],'latest_charge':7}", "")]
    [InlineData("checkout.session", "{'id':'cs_1','payment_intent':'pi_1','metadata':{'utm_source':'google'}}", "intent_tags:pi_1:cs_1{utm_source=google}")]
    [InlineData("checkout.session", "{'id':'cs_1','payment_intent':{'id':'pi_1','object':'payment_intent'},'metadata':{'utm_source':'google'}}", "intent_tags:pi_1:cs_1{utm_source=google}")]
    [InlineData("checkout.session", "{'id':'cs_1','subscription':'sub_1','metadata':{'utm_source':'google'}}", "subscription_tags:sub_1:cs_1{utm_source=google}")]
    [InlineData("checkout.session", "{'id':'cs_1','payment_intent':'pi_1','subscription':'sub_1','metadata':{'branch':'b'}}", "intent_tags:pi_1:cs_1{branch=b} subscription_tags:sub_1:cs_1{branch=b}")]
    [InlineData("checkout.session", "{'id':'cs_1','payment_intent':'pi_1','subscription':'sub_1','metadata':{}}", "")]
    [InlineData("checkout.session", "{'id':'cs_1','payment_intent':null,'metadata':{'branch':'b'}}", "")]
    [InlineData("checkout.session", "{'id':'cs_1','payment_intent':[1],'subscription':false,'metadata':{'branch':'b'}}", "")]
    [InlineData("checkout.session", "{'payment_intent':'pi_1','metadata':{'branch':'b'}}", "")]
    // Invoices before 2025-03-31.basil.
    [InlineData("invoice", "{'id':'in_1','payment_intent':'pi_1','charge':'ch_1','metadata':{'team':'a'}}", "intent_tags:pi_1:in_1{team=a}")]
    [InlineData("invoice", "{'id':'in_1','payment_intent':null,'charge':'ch_1','metadata':{'team':'a'}}", "charge_tags:ch_1:in_1{team=a}")]
    [InlineData("invoice", "{'id':'in_1','payment_intent':{'id':'pi_1'},'charge':{'id':'ch_1'},'subscription':{'id':'sub_1'}}", "intent_subscription:pi_1:sub_1{}")]
    [InlineData("invoice", "{'id':'in_1','charge':'ch_1','subscription':'sub_1'}", "charge_subscription:ch_1:sub_1{}")]
    [InlineData("invoice", "{'id':'in_1','payment_intent':'pi_1','subscription':'sub_1','subscription_details':{'metadata':{'team':'a'}}}", "intent_tags:pi_1:in_1{team=a} intent_subscription:pi_1:sub_1{}")]
    [InlineData("invoice", "{'id':'in_1','subscription':'sub_1','metadata':{'team':'a'}}", "")]
    // And since.
    [InlineData("invoice", "{'id':'in_1','parent':{'subscription_details':{'subscription':'sub_1','metadata':{'team':'a','branch':'b'}}},'metadata':{'team':'own'},'payments':{'data':[{'payment':{'type':'payment_intent','payment_intent':'pi_1'}}]}}", "intent_tags:pi_1:in_1{branch=b,team=own} intent_subscription:pi_1:sub_1{}")]
    [InlineData("invoice", "{'id':'in_1','parent':{'subscription_details':{'subscription':{'id':'sub_1'}}},'payments':{'data':[{'payment':{'type':'payment_intent','payment_intent':{'id':'pi_1'}}},{'payment':{'type':'charge','charge':'ch_2'}}]}}", "intent_subscription:pi_1:sub_1{} charge_subscription:ch_2:sub_1{}")]
    [InlineData("invoice", "{'id':'in_1','metadata':{'team':'a'},'payments':{'data':[{'payment':{'payment_intent':'pi_1'}},{'payment':{'payment_intent':'pi_1'}},{'payment':{'payment_intent':'pi_2'}}]}}", "intent_tags:pi_1:in_1{team=a} intent_tags:pi_2:in_1{team=a}")]
    [InlineData("invoice", "{'id':'in_1','metadata':{'team':'a'},'payments':{'data':[7,null,{'payment':[]},{'payment':{'type':'payment_record','payment_record':'pr_1'}}]}}", "")]
    [InlineData("invoice", "{'id':'in_1','parent':[],'payments':'none','payment_intent':'pi_1','metadata':'none'}", "")]
    // A charge, of which this event says what its metadata is changed to.
    [InlineData("charge", "{'id':'ch_1','metadata':{'owner_id':'ann'}}", "charge_metadata:ch_1:ch_1{owner_id=ann}")]
    [InlineData("charge", "{'id':'ch_1','metadata':{}}", "charge_metadata:ch_1:ch_1{}")]
    [InlineData("charge", "{'metadata':{'owner_id':'ann'}}", "")]
    // What has no payment of its own.
    [InlineData("setup_intent", "{'id':'seti_1','payment_intent':'pi_1','metadata':{'team':'a'}}", "")]
    [InlineData("transfer", "{'id':'tr_1','metadata':{'team':'a'}}", "")]
    public void Map_Object_LinksWhatItTells(string type, string members, string links)
    {
        var delivery = Map(type, members);

        string.Join(' ', delivery.Links.Select(Written)).ShouldBe(links);
        delivery.Quarantine.ShouldBeEmpty();
        delivery.Payments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("invoice", "{'id':'in_1','customer':'cus_1','subscription':'sub_1','payment_intent':'pi_1','charge':'ch_1'}", "cus_1 ch_1 pi_1 sub_1")]
    [InlineData("invoice", "{'id':'in_1','parent':{'subscription_details':{'subscription':'sub_1'}},'payments':{'data':[{'payment':{'payment_intent':'pi_1'}},{'payment':{'charge':'ch_1'}}]}}", "sub_1 pi_1 ch_1")]
    [InlineData("payment_intent", "{'id':'pi_1','customer':'cus_1','invoice':'in_1','latest_charge':'ch_1'}", "cus_1 ch_1 in_1")]
    [InlineData("payment_intent", "{'id':'pi_1','charges':{'data':[{'id':'ch_1','customer':'cus_1'},{'id':'ch_2'}]}}", "ch_1 ch_2 cus_1")]
    [InlineData("payment_intent", "{'id':'pi_1','latest_charge':{'id':'ch_1','customer':{'id':'cus_1'},'payment_intent':'pi_1'}}", "ch_1 cus_1 pi_1")]
    [InlineData("checkout.session", "{'id':'cs_1','customer':'cus_1','payment_intent':'pi_1','subscription':'sub_1','invoice':'in_1'}", "cus_1 pi_1 in_1 sub_1")]
    [InlineData("subscription", "{'id':'sub_1','customer':'cus_1','latest_invoice':{'id':'in_1','payment_intent':'pi_1'},'status':'trialing','currency':'usd','items':{'data':[]}}", "cus_1 in_1 pi_1")]
    [InlineData("customer", "{'id':'cus_1','invoice':7,'subscription':[]}", "")]
    [InlineData("checkout.session", "{'id':'cs_1','client_reference_id':'client-7','setup_intent':'seti_1'}", "seti_1")]
    [InlineData("setup_intent", "{'id':'seti_1','payment_method':{'id':'pm_1','customer':'cus_1'}}", "pm_1 cus_1")]
    [InlineData("checkout.session", "{'id':'cs_1','setup_intent':{'id':'seti_1','customer':'cus_1','payment_method':'pm_1'}}", "seti_1 cus_1 pm_1")]
    [InlineData("transfer", "{'id':'tr_1','source_transaction':{'id':'ch_1','customer':'cus_1'}}", "ch_1 cus_1")]
    [InlineData("transfer", "{'id':'tr_1','source_transaction':'ch_1'}", "ch_1")]
    [InlineData("charge", "{'id':'ch_1','payment_method':'pm_1'}", "pm_1")]
    public void Map_Object_NamesWhatItIsAbout(string type, string members, string ids) => Map(type, members).RelatedIds.ShouldBe(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Map_PaymentMethodTakenFromItsCustomer_NamesTheCustomer()
    {
        var method = new JsonObject { ["id"] = "pm_1", ["object"] = "payment_method", ["customer"] = null };

        var delivery = Mapping.Map(StripeEvents.Event(
            "payment_method.detached", method, envelope: told => told["data"]!["previous_attributes"] = new JsonObject { ["customer"] = "cus_1" }));

        delivery.ObjectId.ShouldBe("pm_1");
        delivery.RelatedIds.ShouldBe(["cus_1"]);
    }

    [Theory]
    [InlineData("charge.succeeded")]
    [InlineData("charge.captured")]
    [InlineData("charge.refunded")]
    public void Map_ChargeOfAnotherEvent_SaysNothingOfAChangeOfItsMetadata(string type) =>
        Mapping.Map(StripeEvents.Charge(type: type, metadata: new() { ["owner_id"] = "ann" })).Links.ShouldNotContain(link => link.Kind == Link.ChargeMetadata);

    [Fact]
    public void Map_InvoiceThatNamesItsClientByItsSubscription_IsTheClients() =>
        Map("invoice", "{'id':'in_1','metadata':{'team':'own'},'parent':{'subscription_details':{'metadata':{'client_id':'c1','team':'a'}}}}")
            .Tags.ShouldBe(new Tags { ClientId = "c1", Team = "own" });

    [Theory]
    [InlineData("account", "\"acct_9\"", "unknown-account")]
    [InlineData("account", "7", "unreadable")]
    [InlineData("id", "null", "unreadable")]
    [InlineData("type", "7", "unreadable")]
    [InlineData("created", "1.5", "unmappable")]
    [InlineData("created", "0", "date-out-of-range")]
    [InlineData("livemode", "\"yes\"", "unmappable")]
    public void Map_ChargeOfAnEventThatIsQuarantined_StillNamesWhomItIsAbout(string member, string value, string reason) =>
        ShouldNameWhomItIsAbout(
            StripeEvents.Charge(metadata: new() { ["client_id"] = "c1" }, envelope: told => told[member] = "REPLACED").With("\"REPLACED\"", value), reason);

    [Theory]
    [InlineData("amount_captured", "10.50", "unmappable")]
    [InlineData("amount_captured", "\"1050\"", "unmappable")]
    [InlineData("status", "7", "unmappable")]
    [InlineData("object", "[]", "unmappable")]
    [InlineData("created", "0", "date-out-of-range")]
    public void Map_ChargeThatIsQuarantined_StillNamesWhomItIsAbout(string member, string value, string reason) =>
        ShouldNameWhomItIsAbout(
            StripeEvents.Charge(metadata: new() { ["client_id"] = "c1" }, customize: charge => charge[member] = "REPLACED").With("\"REPLACED\"", value), reason);

    [Fact]
    public void Map_DisputeThatIsQuarantined_StillNamesWhatItIsAbout()
    {
        var delivery = Mapping.Map(StripeEvents.Dispute(customize: dispute =>
        {
            dispute["balance_transactions"] = new JsonArray("txn_1");
            dispute["charge"] = new JsonObject { ["id"] = "ch_9", ["customer"] = "cus_9" };
        }));

        delivery.ShouldBeQuarantined("unmappable");
        delivery.RelatedIds.ShouldBe(["ch_9", "pi_ch_1", "cus_9"]);
    }

    [Fact]
    public void Map_ObjectsWithinObjectsWithoutEnd_AreReadAFewLevelsDeep()
    {
        var nested = new JsonObject { ["id"] = "in_0" };
        for (var level = 1; level < 20; level++)
        {
            nested = new JsonObject { ["id"] = $"in_{level}", ["object"] = "invoice", ["invoice"] = nested };
        }

        Mapping.Map(StripeEvents.Event("invoice.paid", nested)).RelatedIds.ShouldBe(["in_18", "in_17", "in_16", "in_15", "in_14"]);
    }

    [Fact]
    public void Map_ChargeUpdatedInTestMode_LinksNothing() => Mapping.Map(StripeEvents.Charge(type: "charge.updated", livemode: false)).Links.ShouldBeEmpty();

    [Fact]
    public void Map_TestMode_LinksNothing() => Map("invoice", "{'id':'in_1','payment_intent':'pi_1','subscription':'sub_1'}", livemode: false).Links.ShouldBeEmpty();

    private static void ShouldNameWhomItIsAbout(byte[] charge, string reason)
    {
        var delivery = Mapping.Map(charge, "acct_1");

        delivery.ShouldBeQuarantined(reason);
        delivery.ObjectId.ShouldBe("ch_1");
        delivery.RelatedIds.ShouldBe(["cus_1", "pi_ch_1"]);
        delivery.Tags.ClientId.ShouldBe("c1");
    }

    private static Delivery Map(string type, string members, bool livemode = true)
    {
        var subject = JsonNode.Parse(members.Replace('\'', '"'))!.AsObject();
        subject["object"] = type;
        return Mapping.Map(StripeEvents.Event($"{type}.updated", subject, eventId: "evt_1", livemode: livemode));
    }

    private static string Written(Link link)
    {
        var tags = typeof(Tags).GetProperties().Select(tag => (tag.Name, Value: tag.GetValue(link.Tags))).Where(tag => tag.Value is not null)
            .Select(tag => $"{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(tag.Name)}={tag.Value}").Order();
        return $"{link.Kind}:{link.FromId}:{link.ToId}{{{string.Join(',', tags)}}}";
    }
}
