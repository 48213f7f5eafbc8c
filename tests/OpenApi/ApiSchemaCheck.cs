using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Plumbline.Tests.OpenApi;

/// <summary>As much of JSON Schema as the document uses. A keyword it does not know is an error: nothing passes because it was not looked at.</summary>
/// <param name="document">What <c>$ref</c> points into.</param>
internal sealed class ApiSchemaCheck(JsonObject document)
{
    /// <returns>What is wrong, each with where it is; empty when the value is as the schema says.</returns>
    public IReadOnlyList<string> Faults(JsonNode schema, JsonNode? value, string at = "$") =>
        [.. schema.AsObject().SelectMany(keyword => Faults(keyword.Key, keyword.Value!, schema, value, at))];

    public JsonNode Resolve(string reference) =>
        reference[..2] != "#/" ? throw new NotSupportedException(reference)
        : reference[2..].Split('/').Aggregate((JsonNode?)document, (node, name) => node?[name]) ?? throw new InvalidOperationException($"{reference} leads nowhere.");

    private IEnumerable<string> Faults(string keyword, JsonNode rule, JsonNode schema, JsonNode? value, string at) => keyword switch
    {
        "title" or "description" or "default" or "discriminator" => [],
        "$ref" => Faults(Resolve(rule.GetValue<string>()), value, at),
        "type" => Unless(Types(rule).Any(type => IsOf(type, value)), at, $"is {value?.ToJsonString() ?? "null"} and not of type {rule.ToJsonString()}"),
        "enum" => Unless(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), at, $"is {value?.ToJsonString()} and none of {rule.ToJsonString()}"),
        "const" => Unless(JsonNode.DeepEquals(rule, value), at, $"is {value?.ToJsonString()} and not {rule.ToJsonString()}"),
        "allOf" => rule.AsArray().SelectMany(one => Faults(one!, value, at)),
        "anyOf" => Unless(Matching(rule, value) > 0, at, "fits none of anyOf"),
        "oneOf" => Unless(Matching(rule, value) == 1, at, $"fits {Matching(rule, value)} of oneOf"),
        "properties" => value is JsonObject record
            ? rule.AsObject().Where(known => record.ContainsKey(known.Key)).SelectMany(known => Faults(known.Value!, record[known.Key], $"{at}.{known.Key}"))
            : [],
        "required" => value is JsonObject record
            ? rule.AsArray().Select(name => name!.GetValue<string>()).Where(name => !record.ContainsKey(name)).Select(name => $"{at}.{name} is missing")
            : [],
        "additionalProperties" => value is JsonObject record
            ? record.Where(member => schema["properties"]?[member.Key] is null).SelectMany(member => Additional(rule, member.Value, $"{at}.{member.Key}"))
            : [],
        "items" => value is JsonArray items ? items.SelectMany((item, index) => Faults(rule, item, $"{at}[{index}]")) : [],
        "maxItems" => Unless(value is not JsonArray items || items.Count <= rule.GetValue<int>(), at, "has too many items"),
        "format" => Unless(Text(value) is not { } text || IsFormatted(rule.GetValue<string>(), text), at, $"is {value?.ToJsonString()} and no {rule}"),
        "pattern" => Unless(Text(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>(), RegexOptions.ECMAScript), at, $"is {value?.ToJsonString()} and does not match {rule}"),
        "minLength" => Unless(Text(value) is not { } text || text.Length >= rule.GetValue<int>(), at, "is too short"),
        "maxLength" => Unless(Text(value) is not { } text || text.Length <= rule.GetValue<int>(), at, "is too long"),
        "minimum" => Unless(Number(value) is not { } number || number >= Number(rule), at, $"is less than {rule}"),
        "maximum" => Unless(Number(value) is not { } number || number <= Number(rule), at, $"is more than {rule}"),
        _ => throw new NotSupportedException($"The keyword {keyword} is not looked at."),
    };

    private int Matching(JsonNode schemas, JsonNode? value) => schemas.AsArray().Count(one => Faults(one!, value).Count == 0);

    private IReadOnlyList<string> Additional(JsonNode rule, JsonNode? value, string at) => rule.GetValueKind() switch
    {
        JsonValueKind.True => [],
        JsonValueKind.False => [$"{at} is not described"],
        _ => Faults(rule, value, at),
    };

    private static string[] Unless(bool holds, string at, string fault) => holds ? [] : [$"{at} {fault}"];

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray types ? types.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()];

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.IsInteger(Number(value)!.Value),
        _ => false,
    };

    private static bool IsFormatted(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => throw new NotSupportedException($"The format {format} is not looked at."),
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;
}
