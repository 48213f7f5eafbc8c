using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Plumbline.Webhooks.Events;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.OpenApi;

/// <summary>The schemas of CloudEvents: the envelope, and the data of each type as docs/events has it.</summary>
internal static class EventSchemas
{
    private const string Envelope = """
        {
          "description": "The envelope of CloudEvents 1.0. Further members are let be.",
          "type": "object",
          "required": ["specversion", "id", "source", "type", "data"],
          "properties": {
            "specversion": { "const": "1.0" },
            "id": { "description": "With the source it names the event: sent again, it is a duplicate.", "type": "string", "minLength": 1, "maxLength": 255 },
            "source": { "description": "Who says it, as a URI reference.", "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[^|]*$" },
            "type": { "type": "string" },
            "time": { "description": "When it happened, from 2000 to 48 hours ahead; the time of its arrival when left out.", "type": ["string", "null"], "format": "date-time" },
            "datacontenttype": { "description": "application/json, or left out.", "type": ["string", "null"] },
            "data": { "type": "object" }
          }
        }
        """;

    /// <returns>The schema of one event of any type, and that of a batch.</returns>
    public static (IOpenApiSchema One, IOpenApiSchema Many) Add(ApiSchemas schemas)
    {
        schemas.Add("CloudEvent", JsonNode.Parse(Envelope)!);
        var types = EventTypes.All.Select(type => AddType(schemas, type)).ToArray();
        var one = schemas.Add("Event", new JsonObject
        {
            ["description"] = "An event of a type that is understood.",
            ["oneOf"] = new JsonArray([.. types.Select(name => Reference($"Event.{name}"))]),
            ["discriminator"] = new JsonObject
            {
                ["propertyName"] = "type",
                ["mapping"] = new JsonObject(types.Select(name => KeyValuePair.Create(name, (JsonNode?)$"#/components/schemas/Event.{name}"))),
            },
        });
        var many = schemas.Add("Events", new JsonObject
        {
            ["description"] = "A batch. Each item is taken or refused by itself.",
            ["type"] = "array",
            ["maxItems"] = EventItems.Most,
            ["items"] = Reference("Event"),
        });
        return (one, many);
    }

    private static string AddType(ApiSchemas schemas, EventType type)
    {
        var data = JsonNode.Parse(EventSchema.TextOf(type))!.AsObject();
        data.Remove("$schema");
        schemas.Add($"Data.{type.Name}", data);
        schemas.Add($"Event.{type.Name}", new JsonObject
        {
            ["allOf"] = new JsonArray(Reference("CloudEvent"), new JsonObject
            {
                ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type.Name }, ["data"] = Reference($"Data.{type.Name}") },
            }),
        });
        return type.Name;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
