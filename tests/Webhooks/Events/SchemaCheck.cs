using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>As much of JSON Schema as the schemas of events use.</summary>
internal static class SchemaCheck
{
    public static bool Accepts(JsonNode schema, JsonNode? value) => schema.AsObject().All(keyword => keyword.Key switch
    {
        "$schema" or "title" or "description" => true,
        "type" => (keyword.Value is JsonArray types ? types : [keyword.Value!.DeepClone()]).Any(type => IsOf(type!.GetValue<string>(), value)),
        "properties" => value is not JsonObject record || record.All(member => keyword.Value![member.Key] is not { } known || Accepts(known, member.Value)),
        "additionalProperties" => value is not JsonObject record || record.All(member => Accepts(keyword.Value!, member.Value)),
        "required" => value is not JsonObject record || Names(keyword.Value!).All(record.ContainsKey),
        "items" => value is not JsonArray list || list.All(item => Accepts(keyword.Value!, item)),
        "minItems" => value is not JsonArray list || list.Count >= keyword.Value!.GetValue<int>(),
        "maxItems" => value is not JsonArray list || list.Count <= keyword.Value!.GetValue<int>(),
        "anyOf" => keyword.Value!.AsArray().Any(each => Accepts(each!, value)),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, keyword.Value!.GetValue<string>(), RegexOptions.ECMAScript),
        "minLength" => Text(value) is not { } text || text.Length >= keyword.Value!.GetValue<int>(),
        "maxLength" => Text(value) is not { } text || text.Length <= keyword.Value!.GetValue<int>(),
        "minimum" => Number(value) is not { } number || number >= keyword.Value!.GetValue<double>(),
        "maximum" => Number(value) is not { } number || number <= keyword.Value!.GetValue<double>(),
        _ => throw new NotSupportedException(keyword.Key),
    });

    public static IEnumerable<string> Names(JsonNode? names) => names?.AsArray().Select(name => name!.GetValue<string>()) ?? [];

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => Number(value) is { } number && Math.Truncate(number) == number,
        _ => false,
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static double? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;
}
