using System.Text.Json.Nodes;
using static Plumbline.Tests.Webhooks.Stripe.StripeSubscriptionEvents;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Monthly recurring revenue of what a subscription's items cost.</summary>
public sealed class StripeSubscriptionMrrTests
{
    [Theory]
    [InlineData(1000, "month", 1, 1, 1000)]
    [InlineData(1000, "month", 1, 7, 7000)]
    [InlineData(1000, "month", 1, 0, 0)]
    [InlineData(1000, "month", 3, 1, 333)]
    [InlineData(1000, "month", 6, 3, 500)]
    [InlineData(120_000, "year", 1, 1, 10_000)]
    [InlineData(80_000, "year", 1, 1, 6667)]
    [InlineData(240_000, "year", 2, 1, 10_000)]
    [InlineData(1000, "week", 1, 1, 4333)]
    [InlineData(1000, "week", 2, 1, 2167)]
    [InlineData(100, "day", 1, 1, 3042)]
    [InlineData(900, "day", 30, 1, 913)]
    [InlineData(6, "year", 1, 1, 1)]
    [InlineData(5, "year", 1, 1, 0)]
    [InlineData(18, "year", 1, 1, 2)]
    [InlineData(30, "year", 1, 1, 3)]
    [InlineData(3, "month", 6, 1, 1)]
    [InlineData(1, "month", 1, long.MaxValue, long.MaxValue)]
    public void Map_Item_EarnsItsAmountByQuantityAMonth(long amount, string interval, int count, long quantity, long mrr) =>
        Mrr(Item(amount, interval, count, quantity)).ShouldBe(mrr);

    [Fact]
    public void Map_ItemWithoutAQuantity_IsOne() => Mrr(Item(quantity: null)).ShouldBe(1000);

    [Fact]
    public void Map_SeveralItems_AreAddedUpBeforeTheyAreRounded()
    {
        // A sixth of a cent each: three are half a cent.
        Mrr(Item(2, "year"), Item(2, "year"), Item(2, "year")).ShouldBe(1);
        Mrr(Item(2, "year"), Item(2, "year")).ShouldBe(0);
        Mrr(Item(1000), Item(120_000, "year"), Item(1000, "week")).ShouldBe(1000 + 10_000 + 4333);
    }

    [Theory]
    [InlineData("0.5", 101, 51)]
    [InlineData("0.5", 100, 50)]
    [InlineData("0.123456789012", 1_000_000_000, 123_456_789)]
    public void Map_AmountInFractionsOfAMinorUnit_IsKeptExactly(string amount, long quantity, long mrr) =>
        Mrr(Item(amount: null, amountDecimal: amount, quantity: quantity)).ShouldBe(mrr);

    [Theory]
    [InlineData("jpy", 5000)]
    [InlineData("kwd", 5000)]
    public void Map_AnyCurrency_IsInItsOwnMinorUnits(string currency, long amount) =>
        Mapping.Map(Event(currency: currency, items: [Item(amount, currency: currency)])).Subscriptions.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(state => state.MrrMinor.ShouldBe(amount), state => state.Currency.ShouldBe(currency.ToUpperInvariant()));

    [Fact]
    public void Map_PriceOfSeveralCurrencies_IsTheOneOfTheSubscription() =>
        Mapping.Map(Event(currency: "eur", items:
        [
            Item(1000, customize: price => price["currency_options"] = new JsonObject { ["eur"] = new JsonObject { ["unit_amount"] = 900, ["unit_amount_decimal"] = "900" } }),
        ])).Subscriptions.ShouldHaveSingleItem().MrrMinor.ShouldBe(900);

    [Fact]
    public void Map_ItemsWithoutAFixedPrice_AddNothing() =>
        Mrr(
            Item(1000),
            Item(2, customize: price => price["recurring"]!["usage_type"] = "metered"),
            Item(amount: null, customize: price => price["billing_scheme"] = "tiered"),
            Item(5000, customize: price => (price["type"], price["recurring"]) = ("one_time", null))).ShouldBe(1000);

    [Fact]
    public void Map_NoItems_EarnNothing() => Mrr().ShouldBe(0);

    [Theory]
    [InlineData("up", 25, 3000)]
    [InlineData("down", 25, 2000)]
    [InlineData("up", 20, 2000)]
    public void Map_QuantityInPackages_IsCountedInPackages(string round, long quantity, long mrr) =>
        Mrr(Item(1000, quantity: quantity, customize: price => price["transform_quantity"] = new JsonObject { ["divide_by"] = 10, ["round"] = round })).ShouldBe(mrr);

    [Theory]
    [InlineData(25.0, null, "forever", 750)]
    [InlineData(33.33, null, "forever", 667)]
    [InlineData(100.0, null, "forever", 0)]
    [InlineData(null, 300L, "forever", 700)]
    [InlineData(null, 1300L, "forever", 0)]
    [InlineData(25.0, null, "once", 1000)]
    [InlineData(null, 300L, "repeating", 1000)]
    public void Map_DiscountInFull_CountsWhenItLastsForever(double? percent, long? off, string duration, long mrr)
    {
        var discount = Discount((decimal?)percent, off, duration);

        Mrr(subscription => subscription["discounts"] = new JsonArray(discount.DeepClone())).ShouldBe(mrr);
        Mrr(subscription => subscription["discount"] = discount.DeepClone()).ShouldBe(mrr);
        Mrr(subscription => (subscription["discount"], subscription["discounts"]) = (discount.DeepClone(), new JsonArray(discount.DeepClone()))).ShouldBe(mrr);
        Mrr(subscription => subscription["discounts"] = new JsonArray(new JsonObject { ["source"] = discount.DeepClone() })).ShouldBe(mrr);
        Mrr(subscription => subscription["items"]!["data"]![0]!["discounts"] = new JsonArray(discount.DeepClone())).ShouldBe(mrr);
    }

    [Fact]
    public void Map_FixedDiscount_IsTakenOffEachInvoice()
    {
        Mapping.Map(Event(items: [Item(120_000, "year")], customize: subscription => subscription["discounts"] = new JsonArray(Discount(off: 12_000))))
            .Subscriptions.ShouldHaveSingleItem().MrrMinor.ShouldBe(9_000);
        Mapping.Map(Event(items: [Item(3000, "month", 3)], customize: subscription => subscription["items"]!["data"]![0]!["discounts"] = new JsonArray(Discount(off: 300))))
            .Subscriptions.ShouldHaveSingleItem().MrrMinor.ShouldBe(900);
    }

    [Fact]
    public void Map_DiscountThatIsNotSaidInFull_IsLeftOut()
    {
        Mrr(subscription => subscription["discounts"] = new JsonArray("di_1")).ShouldBe(1000);
        Mrr(subscription => subscription["discounts"] = new JsonArray(Discount(off: 300, currency: "eur"))).ShouldBe(1000);
        Mrr(subscription => subscription["discounts"] = new JsonArray(new JsonObject { ["source"] = new JsonObject { ["coupon"] = "half" } })).ShouldBe(1000);
    }

    [Fact]
    public void Map_DiscountsOfAnItemAndOfTheWhole_ComeOffOneAfterTheOther() =>
        Mrr(subscription =>
        {
            subscription["items"]!["data"]![0]!["discounts"] = new JsonArray(Discount(percent: 50));
            subscription["discounts"] = new JsonArray(Discount(off: 100), Discount(percent: 25));
        }).ShouldBe(300);

    private static long Mrr(params JsonObject[] items) => Mapping.Map(Event(items: items)).Subscriptions.ShouldHaveSingleItem().MrrMinor;

    private static long Mrr(Action<JsonObject> customize) => Mapping.Map(Event(customize: customize)).Subscriptions.ShouldHaveSingleItem().MrrMinor;
}
