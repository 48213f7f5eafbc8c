using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Plumbline.Ledger;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Events;

/// <summary>Turns one CloudEvent into what is appended. The sender can mend and send again: what is not valid is rejected, never quarantined.</summary>
public static partial class EventMapper
{
    public const string Source = "events";
    public const string AdSpendType = "ad.spend";
    public const string PageViewedType = "page.viewed";

    private const int LongestText = 255;
    private const int LongestKey = 500;

    /// <param name="item">The event's own bytes, without what surrounds it in a batch.</param>
    /// <param name="now">When it arrived; the time of an event that says none.</param>
    public static MappedEvent Map(Tenant tenant, ReadOnlyMemory<byte> item, DateTimeOffset now)
    {
        string? id = null;
        try
        {
            var envelope = EventJson.Read<CloudEvent>(item.Span, "");
            id = EventText.Required(envelope.Id, "/id", LongestText);
            return new MappedEvent(id, MapEvent(tenant, item, envelope, id, now), Fault: null);
        }
        catch (RejectedEventException e)
        {
            return new MappedEvent(id, Delivery: null, e.Fault);
        }
    }

    private static Delivery MapEvent(Tenant tenant, ReadOnlyMemory<byte> item, CloudEvent envelope, string id, DateTimeOffset now)
    {
        if (envelope.SpecVersion != "1.0")
        {
            throw new RejectedEventException("/specversion", "specversion must be 1.0.");
        }

        var type = EventText.Required(envelope.Type, "/type", LongestText);
        var at = TimeOf(envelope.Time, now);
        var stored = new Delivery
        {
            TenantId = tenant.Id,
            Source = Source,
            SourceKey = KeyOf(envelope, id),
            Channel = "api",
            EventType = type,
            OccurredAt = at,
            Body = item,
            CompareBodies = true,
        };

        return type switch
        {
            AdSpendType => AdSpendMapper.Map(stored, at, DataOf<AdSpend>(envelope), tenant, now),
            PageViewedType => PageViewedMapper.Map(stored, DataOf<PageViewed>(envelope)),
            _ => throw new RejectedEventException("/type", $"type must be {AdSpendType} or {PageViewedType}."),
        };
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
        return key.Length + AdSpendMapper.KeySuffix.Length <= LongestKey
            ? key
            : throw new RejectedEventException("/id", $"source and id must be at most {LongestKey - AdSpendMapper.KeySuffix.Length - 1} characters together.");
    }

    private static DateTimeOffset TimeOf(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return now;
        }

        if (!Rfc3339().IsMatch(text) || SourceTime.Parse(text.ToUpperInvariant()) is not { } at)
        {
            throw new RejectedEventException("/time", "time must be an RFC 3339 time with its offset, such as 2026-01-31T08:00:00Z.");
        }

        try
        {
            return new SourceTime(now).Believe(at);
        }
        catch (DateOutOfRangeException)
        {
            throw new RejectedEventException("/time", "time must be from 2000 to 48 hours ahead.");
        }
    }

    private static T DataOf<T>(CloudEvent envelope) where T : class
    {
        if (envelope.DataBase64 is not null)
        {
            throw new RejectedEventException("/data_base64", "data_base64 is not supported: send data as a JSON object.");
        }

        if (envelope.DataContentType is { } contentType && !IsJson(contentType))
        {
            throw new RejectedEventException("/datacontenttype", "datacontenttype must be application/json, or left out.");
        }

        return envelope.Data is { } data
            ? EventJson.Read<T>(JsonMarshal.GetRawUtf8Value(data), "/data")
            : throw new RejectedEventException("/data", "data is missing.");
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
