using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;
using Plumbline.OpenApi;
using Plumbline.Tests.Webhooks.Events;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.OpenApi;

public sealed partial class ApiDocumentTests
{
    private static readonly string Text = System.Text.Encoding.UTF8.GetString(DocumentResponse.Write());
    private static readonly JsonObject Document = JsonNode.Parse(Text)!.AsObject();
    private static readonly ApiSchemaCheck Check = new(Document);

    [Fact]
    public void Document_HasEveryHttpFunctionWithItsMethods_AndNothingMore()
    {
        var functions =
            from type in typeof(GetOpenApi).Assembly.GetTypes()
            from method in type.GetMethods()
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).SingleOrDefault(found => found is not null)
            where trigger is not null
            from verb in trigger.Methods.ShouldNotBeNull(function.Name)
            select $"{verb.ToLowerInvariant()} /api/{trigger.Route ?? function.Name} {function.Name} {(trigger.AuthLevel == AuthorizationLevel.Anonymous ? "" : "key")}";

        Operations().Select(operation => $"{operation.Verb} {operation.Path} {operation.Id} {(Doors(operation.Node).Contains("functionKey") ? "key" : "")}")
            .Order().ShouldBe(functions.Order());
    }

    [Fact]
    public void Document_ReadByALibrary_IsValid()
    {
        var (document, diagnostic) = OpenApiDocument.Parse(Text, "json");

        diagnostic.ShouldNotBeNull().Errors.ShouldBeEmpty();
        diagnostic.Warnings.ShouldBeEmpty();
        diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        document.ShouldNotBeNull().Paths.Count.ShouldBe(Document["paths"]!.AsObject().Count);
    }

    [Fact]
    public void Document_EveryReference_LeadsSomewhere()
    {
        var references = All(Document).OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonValue>().Select(value => value.GetValue<string>()).Distinct().ToList();

        references.Count.ShouldBeGreaterThan(50);
        references.ShouldAllBe(reference => Check.Resolve(reference) is JsonObject);
    }

    [Fact]
    public void Document_EveryOperation_DeclaresItsPathsParametersAndEachOnce()
    {
        foreach (var (_, path, id, node) in Operations())
        {
            var parameters = (node["parameters"]?.AsArray() ?? [])
                .Select(parameter => parameter!["$ref"] is { } reference ? Check.Resolve(reference.GetValue<string>()) : parameter)
                .Select(parameter => $"{parameter["in"]} {parameter["name"]}")
                .ToList();

            parameters.ShouldBeUnique(id);
            parameters.Where(parameter => parameter.StartsWith("path ", StringComparison.Ordinal)).Order()
                .ShouldBe(Placeholder().Matches(path).Select(match => $"path {match.Groups[1].Value}").Order(), id);
        }
    }

    [Fact]
    public void Document_SchemasOfAnswers_AreClosedAndSayWhatTheirRecordsSay()
    {
        JsonNode Schema(string name) => Document["components"]!["schemas"]![name]!;
        var figure = Schema("KpiFigure");
        var parameters = Schema("StageConversionParameters");

        figure["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        figure["description"]!.GetValue<string>().ShouldContain("minor units");
        Required(figure).ShouldContain("unit");
        Required(figure).ShouldNotContain("value");
        figure["properties"]!["target"]!["description"]!.GetValue<string>().ShouldContain("one month");
        Required(parameters).ShouldContain("windowDays");
        parameters["properties"]!["windowDays"]!["type"]!.AsArray().Select(type => type!.GetValue<string>()).ShouldContain("null");
        Schema("EventResult")["properties"]!.AsObject().ContainsKey("pointer").ShouldBeTrue();
    }

    [Fact]
    public void Document_Events_AreOfEveryTypeWithItsOwnData()
    {
        foreach (var type in EventTypes.All)
        {
            var sample = new JsonObject { ["specversion"] = "1.0", ["id"] = "1", ["source"] = "site", ["type"] = type.Name, ["data"] = new JsonObject { ["tags"] = 7 } };

            var faults = Check.Faults(Document["components"]!["schemas"]![$"Event.{type.Name}"]!, sample);

            faults.ShouldContain(fault => fault.StartsWith("$.data.tags is", StringComparison.Ordinal), type.Name);
            faults.ShouldAllBe(fault => fault.StartsWith("$.data", StringComparison.Ordinal), type.Name);
        }
    }

    [Fact]
    public void Document_EventThatIsTaken_FitsItsTypeAlone()
    {
        var schema = Document["components"]!["schemas"]!["Event"]!;

        Check.Faults(schema, JsonNode.Parse(CloudEvents.AdSpend())).ShouldBeEmpty();
        Check.Faults(schema, JsonNode.Parse(CloudEvents.AdSpend(envelope: item => item["type"] = "ad.spent"))).ShouldNotBeEmpty();
        Check.Faults(schema, JsonNode.Parse(CloudEvents.AdSpend(envelope: item => item.Remove("id")))).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("""{ "name": "Acme", "timeZone": "UTC", "currency": "USD" }""", true)]
    [InlineData("""{ "name": "Acme", "timeZone": "UTC" }""", false)]
    [InlineData("""{ "name": "Acme", "timeZone": "UTC", "currency": "USD", "colour": "red" }""", false)]
    [InlineData("""{ "name": "Acme", "timeZone": "UTC", "currency": "USD", "targets": [{ "kpi": "leads", "from": "2026-01" }] }""", false)]
    public void Document_TenantSettings_AreAsTheyAreRead(string settings, bool isFine) =>
        (Check.Faults(Document["components"]!["schemas"]!["TenantSettings"]!, JsonNode.Parse(settings)).Count == 0).ShouldBe(isFine);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{ "windowDays": null }""", true)]
    [InlineData("""{ "windowDays": 30, "pairs": [{ "from": "a", "to": "b" }] }""", true)]
    [InlineData("""{ "windowDays": 0 }""", false)]
    [InlineData("""{ "pairs": [{ "from": "a" }] }""", false)]
    public void Document_StageConversionRequest_IsAsItIsRead(string request, bool isFine) =>
        (Check.Faults(Document["components"]!["schemas"]!["StageConversionRequest"]!, JsonNode.Parse(request)).Count == 0).ShouldBe(isFine);

    private static IEnumerable<(string Verb, string Path, string Id, JsonNode Node)> Operations() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key, path.Key, operation.Value!["operationId"]!.GetValue<string>(), operation.Value);

    private static IEnumerable<string> Doors(JsonNode operation) => operation["security"]?.AsArray().SelectMany(door => door!.AsObject().Select(scheme => scheme.Key)) ?? [];

    private static IEnumerable<string> Required(JsonNode schema) => schema["required"]!.AsArray().Select(name => name!.GetValue<string>());

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(member => All(member.Value)).Prepend(record),
        JsonArray items => items.SelectMany(All).Prepend(items),
        null => [],
        _ => [node],
    };

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
