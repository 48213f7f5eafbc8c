using System.Text.Json;

namespace Plumbline.Webhooks;

/// <summary>Reads fields of a Stripe object by type. A field of another type is an <see cref="UnmappableException"/>, an absent or null one is null.</summary>
internal readonly struct SourceObject(JsonElement element)
{
    private const int LongestText = 255;

    public SourceObject? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new SourceObject(value),
        _ => throw new UnmappableException($"{name} is not an object"),
    };

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => Clean(value, name),
        _ => throw new UnmappableException($"{name} is not a string"),
    };

    /// <summary>An id, whether Stripe sent it alone or the object expanded.</summary>
    public string? Id(string name) => Find(name) is { ValueKind: JsonValueKind.Object } expanded
        ? new SourceObject(expanded).Text("id")
        : Text(name);

    /// <summary>An integer as Stripe writes amounts and times: 20.00, 2e3 and "2000" are refused.</summary>
    public long? Integer(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var integer) => integer,
        _ => throw new UnmappableException($"{name} is not a 64-bit integer"),
    };

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new UnmappableException($"{name} is not true or false"),
    };

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw new UnmappableException($"{name} is missing");

    public long RequiredInteger(string name) => Integer(name) ?? throw new UnmappableException($"{name} is missing");

    // For reading what may be anything, such as metadata: whatever is not as expected is null.
    public string? TextOrNull(string name)
    {
        try
        {
            return Find(name) is { ValueKind: JsonValueKind.String } value && Clean(value, name) is { Length: > 0 } text ? text : null;
        }
        catch (UnmappableException)
        {
            return null;
        }
    }

    public string? IdOrNull(string name) => ObjectOrNull(name) is { } expanded ? expanded.TextOrNull("id") : TextOrNull(name);

    public SourceObject? ObjectOrNull(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? new SourceObject(value) : null;

    public bool? FlagOrNull(string name) => Find(name)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private JsonElement? Find(string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) ? Known(value) : null;
        }
        catch (InvalidOperationException)
        {
            // Some other member's name is not valid Unicode: each is looked at alone.
            return element.EnumerateObject().Where(member => IsNamed(member, name)).Select(member => Known(member.Value)).LastOrDefault();
        }
    }

    private static JsonElement? Known(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value;

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Clean(JsonElement value, string name)
    {
        try
        {
            var text = value.GetString()!;
            return text.Length <= LongestText && !text.Contains('\0') ? text : throw new UnmappableException($"{name} is too long or holds a NUL");
        }
        catch (InvalidOperationException)
        {
            throw new UnmappableException($"{name} is not valid Unicode");
        }
    }
}
