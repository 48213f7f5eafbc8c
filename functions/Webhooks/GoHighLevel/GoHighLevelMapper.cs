using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Keeps the delivery as it came; its facts are not read yet.</summary>
internal static class GoHighLevelMapper
{
    public static Delivery MapNative(GoHighLevelContext context, ReadOnlyMemory<byte> body) =>
        Keep(context, body, "webhook", TextOf(body, "webhookId"));

    public static Delivery MapWorkflow(GoHighLevelContext context, ReadOnlyMemory<byte> body) =>
        Keep(context, body, "workflow", TextOf(body, "customData", "eventId") is { } id ? $"workflow:{id}" : null);

    public static string? LocationOf(ReadOnlyMemory<byte> body) => TextOf(body, "locationId") ?? TextOf(body, "data", "locationId");

    public static string? WorkflowLocationOf(ReadOnlyMemory<byte> body) => TextOf(body, "location", "id");

    private static Delivery Keep(GoHighLevelContext context, ReadOnlyMemory<byte> body, string channel, string? key) => new()
    {
        TenantId = context.Tenant.Id,
        Source = "gohighlevel",
        SourceKey = key ?? string.Create(
            CultureInfo.InvariantCulture, $"body:{Convert.ToHexStringLower(SHA256.HashData(body.Span))}:{context.Now.UtcDateTime:yyyyMMddHH}"),
        Channel = channel,
        EventType = TextOf(body, "type") ?? "(unreadable)",
        OccurredAt = context.Now,
        Body = body,
    };

    private static string? TextOf(ReadOnlyMemory<byte> body, params string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var value = document.RootElement;
            foreach (var name in path)
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                {
                    return null;
                }
            }

            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
