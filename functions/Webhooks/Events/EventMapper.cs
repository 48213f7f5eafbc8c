using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Plumbline.Ledger;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Events;

/// <summary>Turns one CloudEvent into what is appended. The sender can mend and send again: what is not valid is rejected, never quarantined.</summary>
internal static class EventMapper
{
    public const string Source = "events";

    private const int LongestText = 255;
    private const int LongestKey = 500;

    // Of a fact's key: a colon and the name of its kind.
    private const int LongestSuffix = 6;

    /// <param name="now">When it arrived; the time of an event that says none.</param>
    /// <param name="units">The unit of each KPI; only <see cref="EventTypes.FinancePosted"/> needs them.</param>
    public static MappedEvent Map(Tenant tenant, OpenedEvent opened, DateTimeOffset now, IReadOnlyDictionary<string, string> units)
    {
        if (opened.Envelope is not { } envelope)
        {
            return new MappedEvent(Id: null, Delivery: null, opened.Fault);
        }

        string? id = null;
        try
        {
            id = EventText.Required(envelope.Id, "/id", LongestText);
            return new MappedEvent(id, MapEvent(tenant, opened.Item, envelope, id, now, units), Fault: null);
        }
        catch (RejectedEventException e)
        {
            return new MappedEvent(id, Delivery: null, e.Fault);
        }
    }

    /// <summary>The key of the one fact that an event says.</summary>
    /// <param name="kind">What it is of, in at most five letters.</param>
    public static string FactKey(Delivery stored, string kind) => $"{stored.SourceKey}:{kind}";

    private static Delivery MapEvent(
        Tenant tenant, ReadOnlyMemory<byte> item, CloudEvent envelope, string id, DateTimeOffset now, IReadOnlyDictionary<string, string> units)
    {
        if (envelope.SpecVersion != "1.0")
        {
            throw new RejectedEventException("/specversion", "specversion must be 1.0.");
        }

        var name = EventText.Required(envelope.Type, "/type", LongestText);
        var at = envelope.Time is { } time ? EventTime.Happened(time, now, "/time") : now;
        var key = KeyOf(envelope, id);
        var type = EventTypes.Find(name) ?? throw new RejectedEventException("/type", $"type must be one of {EventTypes.Names}.");
        var stored = new Delivery
        {
            TenantId = tenant.Id,
            Source = Source,
            SourceKey = key,
            Channel = "api",
            EventType = type.Name,
            OccurredAt = at,
            Body = item,
            CompareBodies = true,
        };
        return type.Map(new EventContext(stored, at, tenant, now, units), DataOf(envelope));
    }

    // No URI holds the separator, so no two events share a key.
    private static string KeyOf(CloudEvent envelope, string id)
    {
        var source = EventText.Required(envelope.Source, "/source", LongestText);
        if (source.Contains('|', StringComparison.Ordinal))
        {
            throw new RejectedEventException("/source", "source must be a URI reference: it cannot hold a vertical bar.");
        }

        var key = $"{source}|{id}";
        return key.Length + LongestSuffix <= LongestKey
            ? key
            : throw new RejectedEventException("/id", $"source and id must be at most {LongestKey - LongestSuffix - 1} characters together.");
    }

    private static JsonElement DataOf(CloudEvent envelope)
    {
        if (envelope.DataBase64 is not null)
        {
            throw new RejectedEventException("/data_base64", "data_base64 is not supported: send data as a JSON object.");
        }

        if (envelope.DataContentType is { } contentType && !IsJson(contentType))
        {
            throw new RejectedEventException("/datacontenttype", "datacontenttype must be application/json, or left out.");
        }

        return envelope.Data ?? throw new RejectedEventException("/data", "data is missing.");
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
