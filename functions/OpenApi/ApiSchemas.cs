using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Plumbline.Platform;

namespace Plumbline.OpenApi;

/// <summary>The schemas of the document. Those of records are read from the records, as the serializer reads and writes them, so that they cannot drift.</summary>
internal sealed class ApiSchemas(OpenApiDocument document)
{
    private static readonly JsonSerializerOptions Requests = Plain(RequestBody.Strict);
    private static readonly JsonSerializerOptions Answers = Plain(JsonResponse.Options);

    private readonly Dictionary<Type, SchemaUse> known = [];

    public OpenApiSchemaReference Request<T>() => Reference(Add(typeof(T), SchemaUse.Request));

    public OpenApiSchemaReference Answer<T>() => Reference(Add(typeof(T), SchemaUse.Answer));

    /// <summary>One of no record.</summary>
    public OpenApiSchemaReference Add(string name, JsonNode schema)
    {
        var read = new OpenApiJsonReader().ReadFragment<OpenApiSchema>(schema, OpenApiSpecVersion.OpenApi3_1, document, out var diagnostic);
        return read is not null && diagnostic.Errors.Count == 0 && document.AddComponent<IOpenApiSchema>(name, read)
            ? Reference(name)
            : throw new InvalidOperationException($"The schema {name} cannot be added: {string.Join(' ', diagnostic.Errors)}");
    }

    // A record that is asked for and answered with has the schema of what is asked for, which is the wider one.
    private string Add(Type type, SchemaUse use)
    {
        var name = type.Name.EndsWith("Json", StringComparison.Ordinal) ? type.Name[..^4] : type.Name;
        if (known.TryAdd(type, use))
        {
            Add(name, Export(type, use));
        }
        else if (use < known[type])
        {
            throw new InvalidOperationException($"{name} is described as an answer already: describe the request first.");
        }

        return name;
    }

    private OpenApiSchemaReference Reference(string name) => new(name, document);

    private JsonNode Export(Type type, SchemaUse use) => (use == SchemaUse.Request ? Requests : Answers).GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => Transform(context, node, use),
    });

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode node, SchemaUse use)
    {
        var type = context.TypeInfo.Type;
        var isRecord = context.TypeInfo.Kind == JsonTypeInfoKind.Object;
        var isRoot = context.Path.IsEmpty;
        var schema = isRecord && !isRoot ? new JsonObject { ["$ref"] = $"#/components/schemas/{Add(type, use)}" }
            // What it has seen before, it points to by where that was: here that would be another place.
            : node is JsonObject { } seen && seen.ContainsKey("$ref") ? Export(type, use).AsObject()
            // Anything at all is written as true.
            : node as JsonObject ?? [];
        // Null everywhere, which is as good as left out.
        schema.Remove("default");
        if (schema.ContainsKey("enum"))
        {
            schema["type"] = "string";
        }

        if (use == SchemaUse.Answer && isRecord && isRoot)
        {
            schema["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(IsAlwaysThere).Select(property => (JsonNode)property.Name)]);
            schema["additionalProperties"] = false;
        }

        if (use == SchemaUse.Answer && context.PropertyInfo is { } optional && !IsWrittenAsNull(optional) && schema["type"] is JsonArray types)
        {
            schema["type"] = types.Single(name => name!.GetValue<string>() != "null")!.DeepClone();
        }

        if ((context.PropertyInfo?.AttributeProvider is MemberInfo member ? XmlDocs.Of(member) : isRecord && isRoot ? XmlDocs.Of(type) : null) is { } description)
        {
            schema["description"] = description;
        }

        return schema;
    }

    // Of an answer, what is null is left out.
    private static bool IsAlwaysThere(JsonPropertyInfo property) => !property.IsGetNullable || IsWrittenAsNull(property);

    private static bool IsWrittenAsNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];

    // Numbers are written as numbers, though they are also read from text.
    private static JsonSerializerOptions Plain(JsonSerializerOptions options) =>
        new(options) { NumberHandling = JsonNumberHandling.Strict, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
}
