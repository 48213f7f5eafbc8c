using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>CloudEvents as bytes, and what the mapper makes of them for one tenant in New York.</summary>
internal static class CloudEvents
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Tenant Tenant = new()
    {
        Id = new Guid("0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02"),
        Slug = "demo",
        Name = "Demo",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = new Month(new DateOnly(2026, 1, 1)),
        GraceHours = 24,
        StripeAccounts = [],
        TimeZone = "America/New_York",
    };

    public static readonly IReadOnlyDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["cash_collected"] = "money",
        ["show_rate"] = "ratio",
        ["won"] = "count",
    };

    public static byte[] AdSpend(string id = "e1", Action<JsonObject>? data = null, Action<JsonObject>? envelope = null)
    {
        var spend = new JsonObject
        {
            ["date"] = "2026-03-01",
            ["channel"] = "google",
            ["campaign"] = "brand-search",
            ["spend"] = 123.45m,
            ["currency"] = "USD",
            ["impressions"] = 1000,
            ["clicks"] = 50,
            ["videoHooks"] = 20,
            ["videoHolds"] = 10,
            ["leads"] = 4,
            ["tags"] = new JsonObject { ["sourceFunnel"] = "webinar", ["utmMedium"] = "cpc", ["department"] = "marketing" },
        };
        data?.Invoke(spend);
        return Event("ad.spend", id, "ads/google", "2026-03-02T08:00:00Z", spend, envelope);
    }

    public static byte[] PageViewed(string id = "e1", Action<JsonObject>? data = null, Action<JsonObject>? envelope = null)
    {
        var view = new JsonObject
        {
            ["visitorId"] = "v_123",
            ["path"] = "/pricing",
            ["tags"] = new JsonObject { ["utmSource"] = "google", ["utmCampaign"] = "brand-search" },
        };
        data?.Invoke(view);
        return Event("page.viewed", id, "site", "2026-03-02T09:30:00+01:00", view, envelope);
    }

    /// <summary>The example that docs/events shows of a type, changed.</summary>
    public static byte[] Example(string type, Action<JsonObject>? data = null, Action<JsonObject>? envelope = null)
    {
        var item = JsonNode.Parse(EventDocs.Examples[type])!.AsObject();
        data?.Invoke(item["data"]!.AsObject());
        envelope?.Invoke(item);
        return Encoding.UTF8.GetBytes(item.ToJsonString());
    }

    /// <summary>An event with this data alone, given as JSON.</summary>
    public static byte[] Of(string type, string data, string id = "e1", string time = "2026-03-02T08:00:00Z") =>
        Event(type, id, "test", time, JsonNode.Parse(data)!.AsObject(), envelope: null);

    public static byte[] Batch(params IEnumerable<byte[]> items) => Encoding.UTF8.GetBytes($"[{string.Join(", ", items.Select(Encoding.UTF8.GetString))}]");

    /// <summary>The value of a JSON text, to put where it does not belong.</summary>
    public static JsonNode? Json(string text) => JsonNode.Parse(text);

    public static MappedEvent Map(byte[] item, Tenant? tenant = null, DateTimeOffset? now = null) => EventMapper.Map(tenant ?? Tenant, OpenedEvent.Of(item), now ?? Now, Units);

    public static Delivery Delivered(byte[] item, Tenant? tenant = null, DateTimeOffset? now = null)
    {
        var mapped = Map(item, tenant, now);
        mapped.Fault.ShouldBeNull();
        return mapped.Delivery.ShouldNotBeNull();
    }

    /// <returns>The fault's sentence.</returns>
    public static string ShouldBeRejectedAt(this MappedEvent mapped, string pointer)
    {
        mapped.Delivery.ShouldBeNull();
        var fault = mapped.Fault.ShouldNotBeNull();
        fault.JsonPointer.ShouldBe(pointer);
        fault.Detail.ShouldEndWith(".");
        return fault.Detail;
    }

    private static byte[] Event(string type, string id, string source, string time, JsonObject data, Action<JsonObject>? envelope)
    {
        var item = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = type,
            ["time"] = time,
            ["data"] = data,
        };
        envelope?.Invoke(item);
        return Encoding.UTF8.GetBytes(item.ToJsonString());
    }
}
