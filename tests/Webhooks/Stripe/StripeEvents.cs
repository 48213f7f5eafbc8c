using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>
/// Bodies of Stripe events, as bytes. The object is what the event's state should be; <c>customize</c> changes the object
/// and <c>envelope</c> the event around it. An event's id follows from its type and object unless it is given.
/// </summary>
public static class StripeEvents
{
    /// <summary>When everything happens unless said otherwise.</summary>
    public static readonly DateTimeOffset At = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A charge that succeeded and is captured in full.</summary>
    /// <param name="created">The charge's own time.</param>
    /// <param name="eventAt">The event's time; the charge's when left out.</param>
    public static byte[] Charge(
        string id = "ch_1",
        long amount = 1000,
        string currency = "usd",
        DateTimeOffset? created = null,
        string type = "charge.succeeded",
        DateTimeOffset? eventAt = null,
        string? eventId = null,
        Dictionary<string, string>? metadata = null,
        string? account = null,
        bool livemode = true,
        Action<JsonObject>? customize = null,
        Action<JsonObject>? envelope = null)
    {
        var charge = new JsonObject
        {
            ["id"] = id,
            ["object"] = "charge",
            ["amount"] = amount,
            ["amount_captured"] = amount,
            ["amount_refunded"] = 0,
            ["balance_transaction"] = $"txn_{id}",
            ["billing_details"] = new JsonObject { ["email"] = "jenny.rosen@example.com", ["name"] = "Jenny Rosen" },
            ["captured"] = true,
            ["created"] = (created ?? At).ToUnixTimeSeconds(),
            ["currency"] = currency,
            ["customer"] = "cus_1",
            ["failure_balance_transaction"] = null,
            ["livemode"] = livemode,
            ["metadata"] = Json(metadata),
            ["paid"] = true,
            ["payment_intent"] = $"pi_{id}",
            ["status"] = "succeeded",
        };
        customize?.Invoke(charge);
        return Event(type, charge, eventAt ?? created, eventId, account, livemode, envelope);
    }

    /// <summary>A refund that succeeded.</summary>
    /// <param name="created">The refund's own time.</param>
    /// <param name="eventAt">The event's time; the refund's when left out.</param>
    public static byte[] Refund(
        string id = "re_1",
        string charge = "ch_1",
        long amount = 1000,
        string currency = "usd",
        DateTimeOffset? created = null,
        string type = "refund.created",
        DateTimeOffset? eventAt = null,
        string? eventId = null,
        Dictionary<string, string>? metadata = null,
        string? account = null,
        bool livemode = true,
        Action<JsonObject>? customize = null,
        Action<JsonObject>? envelope = null)
    {
        var refund = new JsonObject
        {
            ["id"] = id,
            ["object"] = "refund",
            ["amount"] = amount,
            ["balance_transaction"] = $"txn_{id}",
            ["charge"] = charge,
            ["created"] = (created ?? At).ToUnixTimeSeconds(),
            ["currency"] = currency,
            ["failure_balance_transaction"] = null,
            ["metadata"] = Json(metadata),
            ["payment_intent"] = $"pi_{charge}",
            ["reason"] = "requested_by_customer",
            ["status"] = "succeeded",
        };
        customize?.Invoke(refund);
        return Event(type, refund, eventAt ?? created, eventId, account, livemode, envelope);
    }

    /// <summary>A dispute of a charge, with the balance transactions that are within it: none unless they are given.</summary>
    public static byte[] Dispute(
        string id = "dp_1",
        string charge = "ch_1",
        long amount = 1000,
        string currency = "usd",
        string type = "charge.dispute.updated",
        string status = "needs_response",
        DateTimeOffset? eventAt = null,
        string? eventId = null,
        Dictionary<string, string>? metadata = null,
        string? account = null,
        bool livemode = true,
        JsonNode[]? transactions = null,
        Action<JsonObject>? customize = null)
    {
        var dispute = new JsonObject
        {
            ["id"] = id,
            ["object"] = "dispute",
            ["amount"] = amount,
            ["balance_transactions"] = new JsonArray(transactions ?? []),
            ["charge"] = charge,
            ["created"] = At.ToUnixTimeSeconds(),
            ["currency"] = currency,
            ["livemode"] = livemode,
            ["metadata"] = Json(metadata),
            ["payment_intent"] = $"pi_{charge}",
            ["reason"] = "fraudulent",
            ["status"] = status,
        };
        customize?.Invoke(dispute);
        return Event(type, dispute, eventAt, eventId, account, livemode);
    }

    /// <summary>A balance transaction within a dispute: negative when it takes money.</summary>
    public static JsonObject Transaction(string id = "txn_1", long amount = -1000, string currency = "usd", long fee = 1500, DateTimeOffset? created = null) => new()
    {
        ["id"] = id,
        ["object"] = "balance_transaction",
        ["amount"] = amount,
        ["created"] = (created ?? At).ToUnixTimeSeconds(),
        ["currency"] = currency,
        ["fee"] = fee,
        ["net"] = amount - fee,
        ["type"] = "adjustment",
    };

    /// <summary>A payout to the bank.</summary>
    /// <param name="created">The payout's own time.</param>
    /// <param name="eventAt">The event's time; the payout's when left out.</param>
    public static byte[] Payout(
        string id = "po_1",
        long amount = 1000,
        string currency = "usd",
        string status = "paid",
        DateTimeOffset? created = null,
        string? type = null,
        DateTimeOffset? eventAt = null,
        string? eventId = null,
        Dictionary<string, string>? metadata = null,
        string? account = null,
        bool livemode = true,
        Action<JsonObject>? customize = null)
    {
        var payout = new JsonObject
        {
            ["id"] = id,
            ["object"] = "payout",
            ["amount"] = amount,
            ["balance_transaction"] = $"txn_{id}",
            ["created"] = (created ?? At).ToUnixTimeSeconds(),
            ["currency"] = currency,
            ["destination"] = "ba_1",
            ["failure_balance_transaction"] = status == "failed" ? $"txn_back_{id}" : null,
            ["livemode"] = livemode,
            ["metadata"] = Json(metadata),
            ["status"] = status,
        };
        customize?.Invoke(payout);
        return Event(type ?? $"payout.{status}", payout, eventAt ?? created, eventId, account, livemode);
    }

    /// <summary>An event of any other type, such as <c>Other("topup.created", "tu_1")</c>: the object's kind is the type's first word.</summary>
    public static byte[] Other(
        string type, string id, DateTimeOffset? eventAt = null, string? eventId = null, string? account = null, bool livemode = true, Action<JsonObject>? customize = null)
    {
        var subject = new JsonObject
        {
            ["id"] = id,
            ["object"] = type.Split('.')[0],
            ["created"] = (eventAt ?? At).ToUnixTimeSeconds(),
            ["metadata"] = new JsonObject(),
        };
        customize?.Invoke(subject);
        return Event(type, subject, eventAt, eventId, account, livemode);
    }

    /// <summary>The envelope around an object.</summary>
    public static byte[] Event(
        string type,
        JsonObject subject,
        DateTimeOffset? eventAt = null,
        string? eventId = null,
        string? account = null,
        bool livemode = true,
        Action<JsonObject>? envelope = null)
    {
        var result = new JsonObject
        {
            ["id"] = eventId ?? $"evt_{type}_{subject["id"]}",
            ["object"] = "event",
            ["api_version"] = "2025-03-31.basil",
            ["created"] = (eventAt ?? At).ToUnixTimeSeconds(),
            ["data"] = new JsonObject { ["object"] = subject },
            ["livemode"] = livemode,
            ["pending_webhooks"] = 1,
            ["request"] = new JsonObject { ["id"] = null, ["idempotency_key"] = null },
            ["type"] = type,
        };
        if (account is not null)
        {
            result["account"] = account;
        }

        envelope?.Invoke(result);
        return Encoding.UTF8.GetBytes(result.ToJsonString());
    }

    /// <summary>A thin event: no object, no amounts, and its time as text.</summary>
    public static byte[] Thin(string eventId = "evt_thin_1", DateTimeOffset? created = null, Action<JsonObject>? customize = null)
    {
        var result = new JsonObject
        {
            ["id"] = eventId,
            ["object"] = "v2.core.event",
            ["created"] = (created ?? At).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["livemode"] = true,
            ["type"] = "v1.billing.meter.error_report_triggered",
        };
        customize?.Invoke(result);
        return Encoding.UTF8.GetBytes(result.ToJsonString());
    }

    /// <summary>The <c>Stripe-Signature</c> header of a body that is sent at this time: one v1 a secret.</summary>
    public static string Sign(byte[] body, DateTimeOffset at, params string[] secrets)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] message = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body];
        var signatures = secrets.Select(secret => $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message))}");
        return $"t={timestamp},{string.Join(',', signatures)}";
    }

    /// <summary>The <c>Stripe-Signature</c> header of a body signed with one secret.</summary>
    public static string Sign(byte[] body, string secret, DateTimeOffset at) => Sign(body, at, secret);

    private static JsonObject Json(Dictionary<string, string>? metadata)
    {
        var result = new JsonObject();
        foreach (var (key, value) in metadata ?? [])
        {
            result[key] = value;
        }

        return result;
    }
}
