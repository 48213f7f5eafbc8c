using System.Text.Json.Nodes;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Bodies of events that carry a subscription in the state it should be in.</summary>
internal static class StripeSubscriptionEvents
{
    public static byte[] Event(
        string id = "sub_1",
        string type = "customer.subscription.updated",
        DateTimeOffset? at = null,
        string? eventId = null,
        string status = "active",
        string currency = "usd",
        string? customer = "cus_1",
        Dictionary<string, string>? metadata = null,
        bool livemode = true,
        JsonObject[]? items = null,
        Action<JsonObject>? customize = null)
    {
        var subscription = new JsonObject
        {
            ["id"] = id,
            ["object"] = "subscription",
            ["created"] = StripeEvents.At.ToUnixTimeSeconds(),
            ["currency"] = currency,
            ["customer"] = customer,
            ["discounts"] = new JsonArray(),
            ["items"] = new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. items ?? [Item(currency: currency)]]), ["has_more"] = false },
            ["livemode"] = livemode,
            ["metadata"] = new JsonObject([.. (metadata ?? []).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))]),
            ["pause_collection"] = null,
            ["status"] = status,
        };
        customize?.Invoke(subscription);
        return StripeEvents.Event(type, subscription, at, eventId, livemode: livemode);
    }

    /// <summary>An item; <c>customize</c> changes its price.</summary>
    public static JsonObject Item(
        long? amount = 1000, string interval = "month", int count = 1, long? quantity = 1, string currency = "usd", string? amountDecimal = null,
        Action<JsonObject>? customize = null)
    {
        var price = new JsonObject
        {
            ["id"] = "price_1",
            ["object"] = "price",
            ["billing_scheme"] = "per_unit",
            ["currency"] = currency,
            ["recurring"] = new JsonObject { ["interval"] = interval, ["interval_count"] = count, ["usage_type"] = "licensed" },
            ["transform_quantity"] = null,
            ["type"] = "recurring",
            ["unit_amount"] = amount,
            ["unit_amount_decimal"] = amountDecimal ?? amount?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        customize?.Invoke(price);
        return new JsonObject { ["id"] = "si_1", ["object"] = "subscription_item", ["price"] = price, ["quantity"] = quantity };
    }

    /// <summary>A discount in full, as old API versions send it.</summary>
    public static JsonObject Discount(decimal? percent = null, long? off = null, string duration = "forever", string currency = "usd") => new()
    {
        ["id"] = "di_1",
        ["object"] = "discount",
        ["coupon"] = new JsonObject { ["id"] = "half", ["percent_off"] = percent, ["amount_off"] = off, ["currency"] = off is null ? null : currency, ["duration"] = duration },
    };
}
