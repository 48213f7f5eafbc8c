using System.ComponentModel;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>The JSON Schema of an event's data, read from its record.</summary>
internal static partial class EventSchema
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The text of <c>docs/events/{type}.schema.json</c>.</returns>
    public static string TextOf(EventType type)
    {
        var schema = EventJson.SchemaOf(type.Data, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe }).AsObject();
        schema.Insert(0, "$schema", Draft);
        schema.Insert(1, "title", type.Name);
        return ShortList().Replace(schema.ToJsonString(Indented), list => $"[{LineBreak().Replace(list.Groups[1].Value, ", ")}]") + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var described = schema.AsObject();
        ICustomAttributeProvider[] sources = context.PropertyInfo is { } property ? [property.AttributeProvider!, context.TypeInfo.Type] : [context.TypeInfo.Type];
        if (sources.SelectMany(source => source.GetCustomAttributes(inherit: true).OfType<DescriptionAttribute>()).FirstOrDefault(each => each.Description.Length > 0) is { } text)
        {
            described.Insert(0, "description", text.Description);
        }

        foreach (var rule in sources.SelectMany(source => source.GetCustomAttributes(inherit: true).OfType<RuleAttribute>()))
        {
            rule.Describe(described, context.PropertyInfo?.IsRequired ?? true);
        }

        return described;
    }

    // A list of names reads better in a line.
    [GeneratedRegex("""\[\s+("[a-zA-Z]+"(?:,\s+"[a-zA-Z]+")*)\s+\]""", RegexOptions.CultureInvariant)]
    private static partial Regex ShortList();

    [GeneratedRegex(@",\s+", RegexOptions.CultureInvariant)]
    private static partial Regex LineBreak();
}
