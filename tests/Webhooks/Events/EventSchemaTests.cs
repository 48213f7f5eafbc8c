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
        ["null", "true", "7", "-1", "1.5", "100000000", "\"\"", "\"x\"", "\"A b!\"", "\"2026-02\"", "\"USD\"", "[]", "[1]", "{}", "{\"a\":\"b\"}", "{\"won\":\"x\"}"];

    public static TheoryData<string> Types => EventDocs.Types;

    [Theory, MemberData(nameof(Types))]
    public void Required_OfTheSchema_IsWhatTheMapperDemands(string type)
    {
        var schema = Schema(type);
        var required = SchemaCheck.Names(schema["required"]).ToArray();

        foreach (var (name, _) in schema["properties"]!.AsObject())
        {
            var without = CloudEvents.Map(CloudEvents.Example(type, data => data.Remove(name)));
            if (required.Contains(name))
            {
                without.ShouldBeRejectedAt($"/data/{name}").ShouldBe($"{name} is missing.");
            }
            else
            {
                without.Fault.ShouldBeNull(name);
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Minimal_BySchema_IsAccepted(string type)
    {
        var schema = Schema(type);
        var kept = SchemaCheck.Names(schema["required"]).Concat(SchemaCheck.Names(schema["anyOf"]?[0]!["required"])).ToArray();

        CloudEvents.Delivered(CloudEvents.Example(type, data =>
        {
            foreach (var name in data.Select(member => member.Key).Except(kept).ToArray())
            {
                data.Remove(name);
            }
        })).EventType.ShouldBe(type);
    }

    [Theory, MemberData(nameof(Types))]
    public void Null_OfAMember_IsAcceptedWhereTheSchemaAllowsIt(string type)
    {
        foreach (var (name, property) in Schema(type)["properties"]!.AsObject())
        {
            var mapped = CloudEvents.Map(CloudEvents.Example(type, data => data[name] = null));
            if (SchemaCheck.Accepts(property!, null))
            {
                mapped.Fault.ShouldBeNull(name);
            }
            else
            {
                mapped.ShouldBeRejectedAt($"/data/{name}");
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Value_ThatTheSchemaRefuses_IsRejectedThere(string type)
    {
        var refused = 0;
        foreach (var (path, property) in Members(Schema(type)))
        {
            foreach (var value in Values.Select(CloudEvents.Json).Concat(Beyond(property)).Where(value => !SchemaCheck.Accepts(property, value)))
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
        foreach (var (path, property) in Members(Schema(type)))
        {
            foreach (var value in Edges(property))
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

    /// <summary>Its members and those of its tags, by path.</summary>
    private static IEnumerable<(string Path, JsonNode Schema)> Members(JsonNode schema) =>
        schema["properties"]!.AsObject().SelectMany(member => member.Value!["properties"] is JsonObject inner
            ? [(member.Key, member.Value), .. inner.Select(each => ($"{member.Key}/{each.Key}", each.Value!))]
            : new[] { (member.Key, member.Value) });

    private static void Put(JsonObject data, string path, JsonNode? value)
    {
        if (path.Split('/') is [var outer, var inner])
        {
            data[outer] = new JsonObject { [inner] = value };
        }
        else
        {
            data[path] = value;
        }
    }

    private static IEnumerable<JsonNode> Beyond(JsonNode schema)
    {
        if (schema["minimum"] is { } least) yield return JsonValue.Create(least.GetValue<long>() - 1);
        if (schema["maximum"] is { } most) yield return JsonValue.Create(most.GetValue<long>() + 1);
        if (schema["maxLength"] is { } longest) yield return JsonValue.Create(new string('x', longest.GetValue<int>() + 1));
    }

    private static IEnumerable<JsonNode> Edges(JsonNode schema)
    {
        if (schema["minimum"] is { } least) yield return least;
        if (schema["maximum"] is { } most) yield return most;
        if (schema["maxLength"] is { } longest) yield return JsonValue.Create(new string('x', longest.GetValue<int>()));
    }
}
