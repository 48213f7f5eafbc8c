using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Local.Demo.Writing;

/// <summary>How the sources write JSON.</summary>
internal static class DeliveryJson
{
    private static readonly JsonSerializerOptions CamelCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What is null is left out.</summary>
    public static string Write(object value) => JsonSerializer.Serialize(value, CamelCase);

    /// <summary>With names in snake case, and nulls written.</summary>
    public static string WriteSnakeCase(object value) => JsonSerializer.Serialize(value, SnakeCase);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>With the offset of the company's zone.</summary>
    public static string LocalInstant(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, DemoPlan.Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static decimal Major(long cents) => cents / 100m;
}
