using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>Schemas of single values, for parameters and headers.</summary>
internal static class Shape
{
    public const string Month = "^[0-9]{4}-[0-9]{2}$";

    public static OpenApiSchema Text(string? pattern = null, int? longest = null, string? format = null) =>
        new() { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = longest, Format = format };

    public static OpenApiSchema Date() => Text(format: "date");

    public static OpenApiSchema Uuid() => Text(format: "uuid");

    public static OpenApiSchema OneOf(params IEnumerable<string> values) =>
        new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };

    public static OpenApiSchema Whole(long least, long? most = null, long? usual = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = Write(least),
        Maximum = most is { } limit ? Write(limit) : null,
        Default = usual,
    };

    public static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);
}
