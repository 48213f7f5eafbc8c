using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumbline.Webhooks.Events;

/// <summary>Reads a record of our own from JSON. Members it does not know are let be; one that comes twice is refused.</summary>
internal static partial class EventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowDuplicateProperties = false,
        Converters = { new ExactDecimal() },
    };

    /// <param name="pointer">Where the record lies within the item.</param>
    /// <exception cref="RejectedEventException">It is no object, or one of the record's members is of another type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, string pointer) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new RejectedEventException(pointer, Expected(pointer));
        }
        catch (JsonException e)
        {
            // Only a path of plain names is told: any other might carry what the sender wrote.
            var at = e.Path is { } path && PlainPath().IsMatch(path) ? pointer + path[1..].Replace('.', '/') : pointer;
            var twice = e.Message.StartsWith("Duplicate property", StringComparison.Ordinal);
            throw new RejectedEventException(at, twice ? "A member comes twice here." : Expected(at));
        }
    }

    private static string Expected(string pointer) => EventText.NameOf(pointer) switch
    {
        "" => "The event must be a JSON object.",
        "data" or "tags" => $"{EventText.NameOf(pointer)} must be a JSON object.",
        "spend" => "spend must be a JSON number of at most 28 characters.",
        "impressions" or "clicks" or "videoHooks" or "videoHolds" or "leads" => $"{EventText.NameOf(pointer)} must be a whole number of at most 64 bits.",
        var name => $"{name} must be text in valid Unicode.",
    };

    [GeneratedRegex(@"^\$(\.[A-Za-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainPath();
}
