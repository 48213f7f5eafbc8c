using System.Text.Json.Nodes;
using Plumbline.Ledger;
using static Plumbline.Tests.Webhooks.Stripe.StripeSubscriptionEvents;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What a subscription's events say of its customer: what it earns a month, and whether it does.</summary>
public sealed class StripeSubscriptionTests
{
    [Theory]
    [InlineData("active", 1000)]
    [InlineData("past_due", 1000)]
    [InlineData("trialing", 0)]
    [InlineData("incomplete", 0)]
    [InlineData("incomplete_expired", 0)]
    [InlineData("unpaid", 0)]
    [InlineData("paused", 0)]
    [InlineData("canceled", 0)]
    public void Map_Status_DecidesWhetherItEarns(string status, long mrr)
    {
        var state = Map(Event(status: status));

        state.MrrMinor.ShouldBe(mrr);
        state.Active.ShouldBe(mrr > 0);
        state.Deleted.ShouldBe(status is "canceled" or "incomplete_expired");
    }

    [Theory]
    [InlineData("keep_as_draft")]
    [InlineData("mark_uncollectible")]
    [InlineData("void")]
    public void Map_CollectionPaused_EarnsNothing(string behavior) =>
        Map(Event(customize: subscription => subscription["pause_collection"] = new JsonObject { ["behavior"] = behavior, ["resumes_at"] = null }))
            .ShouldSatisfyAllConditions(state => state.MrrMinor.ShouldBe(0), state => state.Active.ShouldBeFalse(), state => state.Deleted.ShouldBeFalse());

    [Theory]
    [InlineData("customer.subscription.created")]
    [InlineData("customer.subscription.updated")]
    [InlineData("customer.subscription.resumed")]
    [InlineData("customer.subscription.trial_will_end")]
    [InlineData("customer.subscription.pending_update_applied")]
    [InlineData("customer.subscription.not_invented_yet")]
    public void Map_AnyEventOfASubscription_IsReadFromItsState(string type) => Map(Event(type: type)).MrrMinor.ShouldBe(1000);

    [Fact]
    public void Map_Event_IsOneObservationOfWhoPaysAndFromWhenOn()
    {
        var delivery = Mapping.Map(Event("sub_7", at: StripeEvents.At.AddDays(3), eventId: "evt_7", customer: "cus_7", metadata: new() { ["client_id"] = "c7", ["team"] = "success" }));

        var state = delivery.Subscriptions.ShouldHaveSingleItem();
        state.SourceKey.ShouldBe("evt_7:subscription");
        state.SubscriptionId.ShouldBe("sub_7");
        state.CustomerId.ShouldBe("cus_7");
        state.Currency.ShouldBe("USD");
        state.Tags.ShouldBe(new Tags { ClientId = "c7", Team = "success" });
        state.EffectiveAt.ShouldBeInRange(StripeEvents.At.AddDays(3), StripeEvents.At.AddDays(3).AddMilliseconds(1));
        delivery.OccurredAt.ShouldBe(StripeEvents.At.AddDays(3));
        delivery.Payments.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_ExpandedCustomer_IsItsId() =>
        Map(Event(customize: subscription => subscription["customer"] = new JsonObject { ["id"] = "cus_7", ["object"] = "customer" })).CustomerId.ShouldBe("cus_7");

    [Fact]
    public void Map_StatesWithinOneSecond_AreInTheOrderASubscriptionGoesThrough()
    {
        DateTimeOffset[] moments =
        [
            Map(Event(type: "customer.subscription.created", status: "incomplete")).EffectiveAt,
            Map(Event(type: "customer.subscription.updated", status: "active")).EffectiveAt,
            Map(Event(type: "customer.subscription.deleted", status: "canceled")).EffectiveAt,
        ];

        moments.ShouldBeInOrder();
        moments.Distinct().Count().ShouldBe(3);
        // The ledger keeps microseconds.
        moments.ShouldAllBe(moment => moment.Ticks % TimeSpan.TicksPerMicrosecond == 0 && moment < StripeEvents.At.AddSeconds(1));
    }

    [Fact]
    public void Map_TestMode_IsKeptAndNoObservation()
    {
        var delivery = Mapping.Map(Event(livemode: false));

        delivery.Subscriptions.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
        delivery.Livemode.ShouldBe(false);
    }

    [Fact]
    public void Map_OwnExample_IsReadWhole()
    {
        var state = Map(Payloads.Fixture("customer.subscription.updated.json"));

        state.ShouldSatisfyAllConditions(
            () => state.SourceKey.ShouldBe("evt_fixture_0002:subscription"),
            () => state.MrrMinor.ShouldBe(29_700),
            () => state.Currency.ShouldBe("EUR"),
            () => state.CustomerId.ShouldBe("cus_fixture_0001"),
            () => state.Tags.ClientId.ShouldBe("contact-zoë"));
    }

    [Fact]
    public void Map_PlansOfAnOldVersion_AreReadAsPrices()
    {
        var legacy = Payloads.Fixture("customer.subscription.deleted.legacy.json");

        Map(legacy).ShouldSatisfyAllConditions(state => state.MrrMinor.ShouldBe(0), state => state.Currency.ShouldBe("USD"), state => state.Deleted.ShouldBeTrue());
        Map(legacy.With("\"canceled\"", "\"active\"")).MrrMinor.ShouldBe(9_800);
        Map(legacy.With("\"canceled\"", "\"active\"").With("\"licensed\"", "\"metered\"")).MrrMinor.ShouldBe(0);
    }

    [Theory]
    [InlineData("status", "\"dormant\"")]
    [InlineData("status", "null")]
    [InlineData("status", "1")]
    [InlineData("id", "null")]
    [InlineData("customer", "7")]
    [InlineData("currency", "\"dollars\"")]
    [InlineData("currency", "840")]
    [InlineData("metadata", "[]")]
    [InlineData("pause_collection", "true")]
    [InlineData("items", "null")]
    [InlineData("items", "[]")]
    [InlineData("items", "{\"data\":{}}")]
    [InlineData("items", "{\"data\":[\"si_1\"]}")]
    [InlineData("items", "{\"data\":[],\"has_more\":true}")]
    [InlineData("items", "{\"data\":[{\"id\":\"si_1\"}]}")]
    public void Map_SubscriptionThatCannotBeRead_IsQuarantined(string member, string value) =>
        ShouldBeQuarantined(Event(customize: subscription => subscription[member] = "REPLACED").With("\"REPLACED\"", value));

    [Theory]
    [InlineData("unit_amount", "10.00")]
    [InlineData("unit_amount", "\"1000\"")]
    [InlineData("unit_amount", "1e3")]
    [InlineData("unit_amount", "9223372036854775808")]
    [InlineData("unit_amount", "-1")]
    [InlineData("currency", "\"eur\"")]
    [InlineData("recurring", "\"month\"")]
    [InlineData("recurring", "{\"interval\":\"fortnight\",\"interval_count\":1}")]
    [InlineData("recurring", "{\"interval_count\":1}")]
    [InlineData("recurring", "{\"interval\":\"month\",\"interval_count\":0}")]
    [InlineData("recurring", "{\"interval\":\"month\",\"interval_count\":\"1\"}")]
    [InlineData("transform_quantity", "{\"divide_by\":0,\"round\":\"up\"}")]
    public void Map_PriceThatCannotBeRead_IsQuarantined(string member, string value) =>
        ShouldBeQuarantined(Event(items: [Item(customize: price => price[member] = "REPLACED")]).With("\"REPLACED\"", value));

    [Theory]
    [InlineData("\"unit_amount_decimal\":\"0.5\"", "\"unit_amount_decimal\":\"half\"")]
    [InlineData("\"unit_amount_decimal\":\"0.5\"", "\"unit_amount_decimal\":\"1.23456789012345678901234567891\"")]
    [InlineData("\"unit_amount_decimal\":\"0.5\"", "\"unit_amount_decimal\":\"-0.5\"")]
    [InlineData("\"quantity\":1", "\"quantity\":-1")]
    [InlineData("\"quantity\":1", "\"quantity\":1.5")]
    [InlineData("\"quantity\":1", "\"quantity\":\"1\"")]
    public void Map_AmountThatCannotBeKeptExactly_IsQuarantined(string text, string replacement) =>
        ShouldBeQuarantined(Event(items: [Item(amount: null, amountDecimal: "0.5")]).With(text, replacement));

    [Theory]
    [InlineData(long.MaxValue, 2)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void Map_MoreThan64Bits_IsQuarantined(long amount, long quantity) => ShouldBeQuarantined(Event(items: [Item(amount, quantity: quantity)]));

    // What is not read cannot stand in the way: what it would have earned matters no more.
    [Fact]
    public void Map_EndedSubscriptionWithAPriceThatCannotBeRead_HasEnded() =>
        Map(Event(status: "canceled", items: [Item(customize: price => price["unit_amount"] = 1.5)])).Deleted.ShouldBeTrue();

    private static SubscriptionState Map(byte[] body)
    {
        var delivery = Mapping.Map(body);
        delivery.Quarantine.ShouldBeEmpty();
        return delivery.Subscriptions.ShouldHaveSingleItem();
    }

    private static void ShouldBeQuarantined(byte[] body)
    {
        var delivery = Mapping.Map(body);
        delivery.ShouldBeQuarantined("unmappable");
        delivery.Subscriptions.ShouldBeEmpty();
    }
}
