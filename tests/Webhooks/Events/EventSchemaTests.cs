using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Webhooks.Events;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>A schema and the mapper of its type agree on what is valid.</summary>
public sealed class EventSchemaTests
{
    // One of each kind of JSON, and texts and numbers that something is wrong with.
    private static readonly string[] Values =
        ["null", "true", "7", "-1", "1.5", "100000000", "\"\"", "\"x\"", "\"A b!\"", "\"2026-02\"", "\"USD\"", "[]", "[1]", "[{}]", "[null]", "{}", "{\"a\":\"b\"}", "{\"won\":\"x\"}"];

    public static TheoryData<string> Types => EventDocs.Types;

    [Theory, MemberData(nameof(Types))]
    public void Required_OfTheSchema_IsWhatTheMapperDemands(string type)
    {
        foreach (var (path, record) in Members(Schema(type)).Where(member => member.Schema["properties"] is not null).Prepend(("", Schema(type))))
        {
            var required = SchemaCheck.Names(record["required"]).ToArray();
            foreach (var (name, _) in record["properties"]!.AsObject())
            {
                var without = CloudEvents.Map(CloudEvents.Example(type, data => (At(data, path) as JsonObject)?.Remove(name)));
                if (required.Contains(name))
                {
                    without.ShouldBeRejectedAt($"/data{(path.Length == 0 ? "" : $"/{path}")}/{name}").ShouldBe($"{name} is missing.");
                }
                else
                {
                    without.Fault.ShouldBeNull($"{path} {name}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Minimal_BySchema_IsAccepted(string type) =>
        CloudEvents.Delivered(CloudEvents.Example(type, data => Prune(data, Schema(type)))).EventType.ShouldBe(type);

    [Theory, MemberData(nameof(Types))]
    public void Null_OfAMember_IsAcceptedWhereTheSchemaAllowsIt(string type)
    {
        foreach (var (path, property) in Members(Schema(type)))
        {
            var mapped = CloudEvents.Map(CloudEvents.Example(type, data => Put(data, path, value: null)));
            if (SchemaCheck.Accepts(property, null))
            {
                mapped.Fault.ShouldBeNull(path);
            }
            else
            {
                mapped.ShouldBeRejectedAt($"/data/{path}");
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Value_ThatTheSchemaRefuses_IsRejectedThere(string type)
    {
        var (refused, example) = (0, JsonNode.Parse(EventDocs.Examples[type])!["data"]!);
        foreach (var (path, property) in Members(Schema(type)))
        {
            foreach (var value in Values.Select(CloudEvents.Json).Concat(Beyond(property, At(example, path))).Where(value => !SchemaCheck.Accepts(property, value)))
            {
                CloudEvents.Map(CloudEvents.Example(type, data => Put(data, path, value?.DeepClone()))).Fault.ShouldNotBeNull($"{path} {value}").JsonPointer.ShouldStartWith($"/data/{path}");
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(50);
    }

    [Theory, MemberData(nameof(Types))]
    public void Edge_OfARange_IsAccepted(string type)
    {
        var example = JsonNode.Parse(EventDocs.Examples[type])!["data"]!;
        foreach (var (path, property) in Members(Schema(type)))
        {
            foreach (var value in Edges(property, At(example, path)))
            {
                CloudEvents.Map(CloudEvents.Example(type, data =>
                {
                    Put(data, path, value.DeepClone());
                    if (path.StartsWith("tags/", StringComparison.Ordinal))
                    {
                        // Targets are the company's.
                        data.Remove("targets");
                    }
                })).Fault.ShouldBeNull($"{path} {value}");
            }
        }
    }

    [Fact]
    public void Data_ThatIsAccepted_IsValidBySchema() =>
        Prop.ForAll(Changes().ToArbitrary(), change =>
        {
            var (type, changes) = change;
            JsonNode? sent = null;
            var mapped = CloudEvents.Map(CloudEvents.Example(type, data =>
            {
                foreach (var (path, value) in changes)
                {
                    Put(data, path, value is null ? null : CloudEvents.Json(value));
                }

                sent = data.DeepClone();
            }));

            (mapped.Fault is not null || SchemaCheck.Accepts(Schema(type), sent)).ShouldBeTrue(sent?.ToJsonString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Gen<(string Type, List<(string Path, string? Value)> Changes)> Changes() =>
        from type in Gen.Elements(EventTypes.All.Select(type => type.Name).ToArray())
        let paths = Members(Schema(type)).Select(member => member.Path).ToArray()
        from changes in (from path in Gen.Elements(paths) from value in Gen.Elements(Values) select (path, (string?)value)).ListOf(2)
        select (type, changes.ToList());

    private static JsonObject Schema(string type) => JsonNode.Parse(EventSchema.TextOf(EventTypes.Find(type)!))!.AsObject();

    /// <summary>Its members and all within them, by path; a list's items stand under its first place.</summary>
    private static IEnumerable<(string Path, JsonNode Schema)> Members(JsonNode schema, string under = "") =>
        (schema["properties"]?.AsObject() ?? []).Select(member => (Path: $"{under}{member.Key}", Schema: member.Value!))
            .Concat(schema["items"] is { } items ? [(Path: $"{under}0", Schema: items)] : [])
            .SelectMany(member => Members(member.Schema, $"{member.Path}/").Prepend(member));

    /// <summary>Leaves what the schema requires, the first of what it asks for in the alternative.</summary>
    private static void Prune(JsonNode? value, JsonNode schema)
    {
        if (value is JsonObject record && schema["properties"] is { } properties)
        {
            var kept = SchemaCheck.Names(schema["required"]).Concat(SchemaCheck.Names(schema["anyOf"]?[0]!["required"])).ToArray();
            foreach (var name in record.Select(member => member.Key).Except(kept).ToArray())
            {
                record.Remove(name);
            }

            foreach (var name in kept)
            {
                Prune(record[name], properties[name]!);
            }
        }
        else if (value is JsonArray list && schema["items"] is { } items)
        {
            list.RemoveRange(1, list.Count - 1);
            Prune(list[0], items);
        }
    }

    private static JsonNode? At(JsonNode? value, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(value, (at, name) => at switch
        {
            JsonObject record => record[name],
            JsonArray { Count: > 0 } list => list[0],
            _ => null,
        });

    private static void Put(JsonNode data, string path, JsonNode? value)
    {
        var name = path.Split('/')[0];
        var inner = path.Length == name.Length ? value : At(data, name)?.DeepClone();
        if (path.Length > name.Length)
        {
            // What stands there by an earlier change may be neither a record nor a list.
            var isList = path.Split('/')[1] == "0";
            inner = isList ? (inner is JsonArray { Count: > 0 } ? inner : new JsonArray(new JsonObject())) : inner as JsonObject ?? [];
            Put(inner, path[(name.Length + 1)..], value);
        }

        if (data is JsonArray list)
        {
            list[0] = inner;
        }
        else
        {
            data[name] = inner;
        }
    }

    private static IEnumerable<JsonNode> Beyond(JsonNode schema, JsonNode? example)
    {
        if (schema["minimum"] is { } least) yield return JsonValue.Create(least.GetValue<long>() - 1);
        if (schema["maximum"] is { } most) yield return JsonValue.Create(most.GetValue<long>() + 1);
        if (schema["maxLength"] is { } longest) yield return JsonValue.Create(new string('x', longest.GetValue<int>() + 1));
        if (schema["minItems"] is { } fewest) yield return Repeat(example, fewest.GetValue<int>() - 1);
        if (schema["maxItems"] is { } items) yield return Repeat(example, items.GetValue<int>() + 1);
    }

    private static IEnumerable<JsonNode> Edges(JsonNode schema, JsonNode? example)
    {
        if (schema["minimum"] is { } least) yield return least;
        if (schema["maximum"] is { } most) yield return most;
        if (schema["maxLength"] is { } longest) yield return JsonValue.Create(new string('x', longest.GetValue<int>()));
        if (schema["minItems"] is { } fewest) yield return Repeat(example, fewest.GetValue<int>());
        if (schema["maxItems"] is { } items) yield return Repeat(example, items.GetValue<int>());
    }

    /// <summary>A list of as many of the example's first item.</summary>
    private static JsonArray Repeat(JsonNode? example, int items) => [.. Enumerable.Range(0, items).Select(_ => example![0]!.DeepClone())];
}
