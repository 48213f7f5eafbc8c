using System.Globalization;
using System.Text.Json;

namespace Plumbline.Webhooks;

/// <summary>Reads fields of a source's object by type. A field of another type is an <see cref="UnmappableException"/>, an absent or null one is null.</summary>
/// <param name="blankIsNull">Whether texts are trimmed and "" and "null" are null, at every depth.</param>
internal readonly struct SourceObject(JsonElement element, bool blankIsNull = false)
{
    private const int LongestText = 255;
    private const int LongestNumber = 28;

    public bool IsEmpty => !element.EnumerateObject().MoveNext();

    /// <summary>Whether there is anything but null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public SourceObject? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new SourceObject(value, blankIsNull),
        _ => throw new UnmappableException($"{name} is not an object"),
    };

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => Clean(value, name),
        _ => throw new UnmappableException($"{name} is not a string"),
    };

    /// <summary>An id, whether it was sent alone or as the object expanded.</summary>
    public string? Id(string name) => Find(name) is { ValueKind: JsonValueKind.Object } expanded
        ? new SourceObject(expanded, blankIsNull).Text("id")
        : Text(name);

    /// <summary>An integer as Stripe writes amounts and times: 20.00, 2e3 and "2000" are refused.</summary>
    public long? Integer(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var integer) => integer,
        _ => throw new UnmappableException($"{name} is not a 64-bit integer"),
    };

    /// <summary>A number exactly as written; one that would have to be rounded is refused, and so is one in quotes.</summary>
    public decimal? Decimal(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when Exact(value.GetRawText()) is { } number => number,
        _ => throw new UnmappableException($"{name} is not a number that can be kept exactly"),
    };

    /// <summary>The same, also in quotes.</summary>
    public decimal? DecimalOrText(string name) => Find(name) is { ValueKind: JsonValueKind.String } text
        ? Exact(Clean(text, name)) ?? throw new UnmappableException($"{name} is not a number that can be kept exactly")
        : Decimal(name);

    /// <summary>An instant: ISO 8601 (without an offset it is UTC), or milliseconds since 1970, also in quotes.</summary>
    /// <exception cref="DateOutOfRangeException">No calendar reaches that far.</exception>
    public DateTimeOffset? Time(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var milliseconds) => OfMilliseconds(milliseconds),
        { ValueKind: JsonValueKind.String } value => OfText(Clean(value, name)) ?? throw new UnmappableException($"{name} is not a time"),
        _ => throw new UnmappableException($"{name} is not a time"),
    };

    /// <summary>The objects of an array; empty where there is none.</summary>
    public IReadOnlyList<SourceObject> Objects(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } array when array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object) => ObjectsOrNone(name),
        _ => throw new UnmappableException($"{name} is not a list of objects"),
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
    public string? TextOrNull(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && CleanOrNull(value) is { Length: > 0 } text ? text : null;

    /// <summary>Text, a number as it is written, or the first of either in an array.</summary>
    public string? ScalarOrNull(string name) => Find(name) is { } value ? ScalarsOf(value).FirstOrDefault() : null;

    /// <summary>The texts of an array, or those between the commas of one text; whatever cannot be read is left out.</summary>
    public IReadOnlyList<string> ListOrNone(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).SelectMany(ScalarsOf)],
        { ValueKind: JsonValueKind.String } list when UnicodeOrNull(list) is { } text => [.. text.Split(',').Where(IsClean)],
        _ => [],
    };

    /// <summary>The objects of an array; what else is in it is left out.</summary>
    public IReadOnlyList<SourceObject> ObjectsOrNone(string name)
    {
        var isBlankNull = blankIsNull;
        return Find(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new SourceObject(item, isBlankNull))]
            : [];
    }

    public string? IdOrNull(string name) => ObjectOrNull(name) is { } expanded ? expanded.TextOrNull("id") : TextOrNull(name);

    public long? IntegerOrNull(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var integer) ? integer : null;

    public decimal? DecimalOrNull(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value ? Exact(value.GetRawText()) : null;

    /// <inheritdoc cref="Time(string)"/>
    public DateTimeOffset? TimeOrNull(string name)
    {
        try
        {
            return Time(name);
        }
        catch (UnmappableException)
        {
            return null;
        }
    }

    public SourceObject? ObjectOrNull(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? new SourceObject(value, blankIsNull) : null;

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
            return element.EnumerateObject().Where(member => IsNamed(member, name)).Select(member => member.Value).ToArray() is [.., var last] ? Known(last) : null;
        }
    }

    private JsonElement? Known(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when blankIsNull && IsBlank(value) => null,
        _ => value,
    };

    private IEnumerable<string> ScalarsOf(JsonElement value) => Known(value) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.GetRawText() is { Length: <= LongestText } written => [written],
        { ValueKind: JsonValueKind.String } text when CleanOrNull(text) is { Length: > 0 } read => [read],
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Array).SelectMany(ScalarsOf),
        _ => [],
    };

    private string Clean(JsonElement value, string name)
    {
        var text = UnicodeOrNull(value) ?? throw new UnmappableException($"{name} is not valid Unicode");
        return !IsClean(text) ? throw new UnmappableException($"{name} is too long or holds a NUL")
            : blankIsNull ? text.Trim()
            : text;
    }

    private string? CleanOrNull(JsonElement value) =>
        UnicodeOrNull(value) is { } text && IsClean(text) ? blankIsNull ? text.Trim() : text : null;

    private static bool IsClean(string text) => text.Length <= LongestText && !text.Contains('\0');

    private static string? UnicodeOrNull(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

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

    private static bool IsBlank(JsonElement value) =>
        UnicodeOrNull(value)?.Trim() is { } text && (text.Length == 0 || text.Equals("null", StringComparison.OrdinalIgnoreCase));

    // Longer ones, and those of a negative exponent, would be rounded.
    private static decimal? Exact(string text) =>
        text.Length <= LongestNumber
        && !text.Contains("e-", StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static DateTimeOffset? OfText(string text) =>
        SourceTime.Parse(text)
        ?? (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? OfMilliseconds(milliseconds) : null);

    private static DateTimeOffset OfMilliseconds(long milliseconds) =>
        milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new DateOutOfRangeException();
}
