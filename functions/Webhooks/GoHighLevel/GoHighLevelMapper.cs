using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Turns the body of a delivery that is known to be GoHighLevel's into what is appended. Whatever cannot be read is kept and quarantined.</summary>
internal static class GoHighLevelMapper
{
    public const string Source = "gohighlevel";

    /// <summary>A webhook of an app.</summary>
    public static Delivery MapNative(GoHighLevelContext context, ReadOnlyMemory<byte> body) =>
        Map(context, body, "webhook", GoHighLevelNative.Map);

    /// <summary>What a workflow's webhook action sends.</summary>
    public static Delivery MapWorkflow(GoHighLevelContext context, ReadOnlyMemory<byte> body) =>
        Map(context, body, "workflow", GoHighLevelWorkflow.Map);

    /// <summary>The location a webhook of an app says it is of; null when it says none.</summary>
    public static string? LocationOf(ReadOnlyMemory<byte> body) => Read(body, GoHighLevelNative.LocationOf);

    /// <inheritdoc cref="LocationOf(ReadOnlyMemory{byte})"/>
    public static string? WorkflowLocationOf(ReadOnlyMemory<byte> body) =>
        Read(body, source => source.ObjectOrNull("location") is { } location ? location.TextOrNull("id") : null);

    /// <summary>Reads a part of a delivery; where that fails, the fault is noted and the rest is kept.</summary>
    internal static IReadOnlyList<T> Part<T>(List<QuarantineNote> notes, Func<T> read)
    {
        try
        {
            return [read()];
        }
        catch (DateOutOfRangeException e)
        {
            notes.Add(new QuarantineNote("date-out-of-range", e.Message));
        }
        catch (UnknownStageException e)
        {
            notes.Add(new QuarantineNote("unknown-stage", e.Message));
        }
        catch (UnmappableException e)
        {
            notes.Add(new QuarantineNote("unmappable", e.Message));
        }

        return [];
    }

    /// <param name="map">Reads the body into what is stored of it whatever it says.</param>
    internal static Delivery Map(
        GoHighLevelContext context, ReadOnlyMemory<byte> body, string channel, Func<GoHighLevelContext, SourceObject, Delivery, Delivery> map)
    {
        // Bytes that come again within the hour are the same delivery, where it has no id of its own.
        var hour = context.Now.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        var stored = new Delivery
        {
            TenantId = context.Tenant.Id,
            Source = Source,
            SourceKey = context.StoredKey ?? $"body:{Convert.ToHexStringLower(SHA256.HashData(body.Span))}:{hour}",
            Channel = channel,
            EventType = "(unreadable)",
            OccurredAt = null,
            Body = body,
        };
        return Read(body, source => map(context, source, stored))
            ?? stored with { Quarantine = [new QuarantineNote("unreadable", "the body is not a JSON object")] };
    }

    private static T? Read<T>(ReadOnlyMemory<byte> body, Func<SourceObject, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(new SourceObject(document.RootElement, blankIsNull: true)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
