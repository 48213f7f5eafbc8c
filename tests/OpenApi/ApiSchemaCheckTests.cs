using System.Text.Json.Nodes;

namespace Plumbline.Tests.OpenApi;

/// <summary>The check must fail on what is wrong, or nothing that it holds is held.</summary>
public sealed class ApiSchemaCheckTests
{
    private const string Document = """
        {
          "components": { "schemas": {
            "Run": {
              "type": "object",
              "required": ["id", "status", "day", "window", "parts"],
              "additionalProperties": false,
              "properties": {
                "id": { "type": "string", "format": "uuid" },
                "status": { "type": "string", "enum": ["ok", "failed"] },
                "day": { "type": "string", "format": "date" },
                "at": { "type": "string", "format": "date-time" },
                "window": { "type": ["null", "integer"], "minimum": 1, "maximum": 10 },
                "rate": { "type": "number" },
                "name": { "type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 4 },
                "parts": { "type": "array", "maxItems": 2, "items": { "$ref": "#/components/schemas/Part" } },
                "tags": { "type": "object", "additionalProperties": { "type": "string" } },
                "either": { "anyOf": [{ "type": "string" }, { "type": "boolean" }] },
                "one": { "oneOf": [{ "type": "integer" }, { "type": "number" }] },
                "kind": { "const": "run" },
                "both": { "allOf": [{ "type": "integer" }, { "minimum": 5 }] }
              }
            },
            "Part": { "type": "object", "required": ["of"], "properties": { "of": { "type": "string" } }, "additionalProperties": false }
          } }
        }
        """;

    private static readonly JsonObject Good = JsonNode.Parse("""
        {
          "id": "0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02", "status": "ok", "day": "2026-01-31", "at": "2026-01-31T08:00:00+00:00", "window": null, "rate": 0.25,
          "name": "abc", "parts": [{ "of": "x" }], "tags": { "a": "b" }, "either": true, "one": 1.5, "kind": "run", "both": 5
        }
        """)!.AsObject();

    private readonly ApiSchemaCheck check = new(JsonNode.Parse(Document)!.AsObject());
    private readonly JsonNode run = JsonNode.Parse("""{ "$ref": "#/components/schemas/Run" }""")!;

    [Fact]
    public void Faults_ValueAsDescribed_AreNone() => check.Faults(run, Good).ShouldBeEmpty();

    [Theory]
    [InlineData("id", "\"not-an-id\"", "$.id is")]
    [InlineData("status", "\"other\"", "$.status is")]
    [InlineData("day", "\"2026-02-30\"", "$.day is")]
    [InlineData("at", "\"2026-01-31\"", "$.at is")]
    [InlineData("window", "11", "$.window is more")]
    [InlineData("window", "0", "$.window is less")]
    [InlineData("window", "1.5", "$.window is 1.5 and not of type")]
    [InlineData("rate", "null", "$.rate is null")]
    [InlineData("rate", "\"0.25\"", "$.rate is")]
    [InlineData("name", "\"ABC\"", "$.name is")]
    [InlineData("name", "\"a\"", "$.name is too short")]
    [InlineData("name", "\"abcde\"", "$.name is too long")]
    [InlineData("parts", "{}", "$.parts is")]
    [InlineData("parts", "[{\"of\":\"x\"},{}]", "$.parts[1].of is missing")]
    [InlineData("parts", "[{\"of\":\"x\",\"and\":1}]", "$.parts[0].and is not described")]
    [InlineData("parts", "[{\"of\":\"x\"},{\"of\":\"x\"},{\"of\":\"x\"}]", "$.parts has too many")]
    [InlineData("tags", "{\"a\":1}", "$.tags.a is 1")]
    [InlineData("either", "1", "$.either fits none")]
    [InlineData("one", "1", "$.one fits 2")]
    [InlineData("kind", "\"walk\"", "$.kind is")]
    [InlineData("both", "4", "$.both is less")]
    [InlineData("more", "1", "$.more is not described")]
    public void Faults_MemberThatIsWrong_NameIt(string member, string value, string fault)
    {
        var wrong = Good.DeepClone();
        wrong[member] = JsonNode.Parse(value);

        check.Faults(run, wrong).ShouldHaveSingleItem().ShouldStartWith(fault);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("window")]
    public void Faults_MissingMember_NameIt(string member)
    {
        var wrong = Good.DeepClone().AsObject();
        wrong.Remove(member);

        check.Faults(run, wrong).ShouldBe([$"$.{member} is missing"]);
    }

    [Theory]
    [InlineData("""{ "minProperties": 1 }""")]
    [InlineData("""{ "type": "string", "format": "colour" }""")]
    public void Faults_RuleItDoesNotKnow_IsAnError(string schema) =>
        Should.Throw<NotSupportedException>(() => check.Faults(JsonNode.Parse(schema)!, "x"));
}
