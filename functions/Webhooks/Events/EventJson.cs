using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

/// <summary>Reads a record of our own from JSON. Members it does not know are let be; one that comes twice is refused.</summary>
internal static partial class EventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new ExactDecimal() },
    };

    // Of a type with a converter of its own the exporter knows nothing.
    private static readonly JsonSerializerOptions Plain = WithoutConverters();

    public static JsonTypeInfo TypeOf(Type type) => Options.GetTypeInfo(type);

    public static JsonNode SchemaOf(Type type, JsonSchemaExporterOptions exporting) => Plain.GetJsonSchemaAsNode(type, exporting);

    /// <param name="pointer">Where the record lies within the item.</param>
    /// <exception cref="RejectedEventException">It is no object, or one of the record's members is of another type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, string pointer) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new RejectedEventException(pointer, Expected(pointer, typeof(T)));
        }
        catch (JsonException e)
        {
            var (at, type) = Find(typeof(T), e.Path, pointer);
            var twice = e.Message.StartsWith("Duplicate propert", StringComparison.Ordinal);
            throw new RejectedEventException(at, twice ? "A member comes twice here." : Expected(at, type));
        }
    }

    /// <summary>The same of an event's data, which must have what the record requires and keep its rules.</summary>
    /// <exception cref="RejectedEventException">It does not.</exception>
    public static T ReadData<T>(JsonElement data) where T : class
    {
        const string pointer = "/data";
        var contract = EventContract.Of(typeof(T));
        if (data.ValueKind == JsonValueKind.Object)
        {
            contract.Demand(data, pointer);
        }

        var record = Read<T>(JsonMarshal.GetRawUtf8Value(data), pointer);
        contract.Check(record, pointer);
        return record;
    }

    // Only names of ours, places in lists and plain keys are told: any other might carry what the sender wrote.
    private static (string Pointer, Type Type) Find(Type type, string? path, string pointer)
    {
        // A key that needs quotes is no name of ours, and ends it.
        foreach (var name in path?.Split("['")[0].Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Skip(1) ?? [])
        {
            var info = TypeOf(type);
            var found = info.Kind switch
            {
                JsonTypeInfoKind.Enumerable => info.ElementType,
                JsonTypeInfoKind.Dictionary => PlainKey().IsMatch(name) ? info.ElementType : null,
                _ => info.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType,
            };
            if (found is null)
            {
                break;
            }

            (type, pointer) = (found, $"{pointer}/{name}");
        }

        return (pointer, type);
    }

    private static string Expected(string pointer, Type type)
    {
        var name = pointer.Length == 0 ? "The event" : EventText.NameOf(pointer);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) ? $"{name} must be text in valid Unicode."
            : plain == typeof(decimal) ? $"{name} must be a JSON number of at most 28 characters."
            : plain == typeof(long) ? $"{name} must be a whole number of at most 64 bits."
            : plain == typeof(bool) ? $"{name} must be true or false."
            : TypeOf(plain).Kind == JsonTypeInfoKind.Enumerable ? $"{name} must be a JSON list."
            : TypeOf(plain).Kind == JsonTypeInfoKind.Dictionary ? $"{name} must be a JSON object of numbers."
            : $"{name} must be a JSON object.";
    }

    private static JsonSerializerOptions WithoutConverters()
    {
        var plain = new JsonSerializerOptions(Options);
        plain.Converters.Clear();
        return plain;
    }

    /// <summary>Whether a key of the sender's may be told.</summary>
    [GeneratedRegex(@"^[a-z0-9_]{1,100}\z", RegexOptions.CultureInvariant)]
    public static partial Regex PlainKey();
}
