using System.Text;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>Bodies that are no events: each is kept with its bytes, under a key, and says nothing.</summary>
public sealed class GoHighLevelMapperBadInputTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{'type':'ContactCreate'}")]
    [InlineData("{\"type\":\"ContactCreate\",}")]
    [InlineData("[]")]
    [InlineData("[{\"type\":\"ContactCreate\"}]")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("\"ContactCreate\"")]
    [InlineData("\uFEFF{}")]
    [InlineData("a=1&b=2")]
    public void Map_BodyThatIsNoEvent_IsKeptUnderItsHash(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        foreach (var delivery in Both(body))
        {
            delivery.ShouldBeQuarantined("unreadable");
            delivery.EventType.ShouldBe("(unreadable)");
            delivery.SourceKey.ShouldMatch("^body:[0-9a-f]{64}:2026030212$");
            delivery.OccurredAt.ShouldBeNull();
            delivery.Body.ToArray().ShouldBe(body);
        }

        GoHighLevelMapper.LocationOf(body).ShouldBeNull();
        GoHighLevelMapper.WorkflowLocationOf(body).ShouldBeNull();
    }

    [Fact]
    public void Map_AThousandLevelsDeep_IsKeptUnderItsHash()
    {
        var deep = GoHighLevelMapping.Fixture("ContactCreate").With("email", $"{string.Concat(Enumerable.Repeat("{\"a\":", 1000))}1{new string('}', 1000)}");

        GoHighLevelMapping.Native(deep).ShouldBeQuarantined("unreadable");
        GoHighLevelMapper.LocationOf(deep).ShouldBeNull();
    }

    [Fact]
    public void Map_EmptyObject_IsQuarantined()
    {
        var body = "{}"u8.ToArray();

        GoHighLevelMapping.Native(body).Quarantine.Select(note => note.Reason).ShouldBe(["unmappable", "no-location"]);
        GoHighLevelMapping.Workflow(body).ShouldBeQuarantined("unmappable");
    }

    [Theory]
    [InlineData("OpportunityStageUpdate", "name")]
    [InlineData("ContactCreate", "firstName")]
    [InlineData("workflow.opportunity", "full_name")]
    public void Map_OddValueWhereNothingIsRead_DoesNotStandInTheWay(string fixture, string member)
    {
        foreach (var value in new[] { "\"a \\u0000 b\"", "\"a \\ud800 b\"", "1e400", "{\"\\u0000\":1}", "{\"\\ud800\":1}", $"\"{new string('x', 500_000)}\"" })
        {
            var body = GoHighLevelMapping.Fixture(fixture).With(member, value);
            var delivery = fixture.StartsWith("workflow", StringComparison.Ordinal) ? GoHighLevelMapping.Workflow(body) : GoHighLevelMapping.Native(body);

            delivery.Quarantine.ShouldBeEmpty();
            delivery.Facts().ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    public void Map_TextPostgresqlRefuses_IsNeverTaken(string value)
    {
        foreach (var fixture in new[] { "OpportunityStageUpdate", "ContactCreate", "OutboundMessage.call" })
        {
            var body = GoHighLevelMapping.Fixture(fixture);
            foreach (var member in System.Text.Json.Nodes.JsonNode.Parse(body)!.AsObject().Select(member => member.Key).ToArray())
            {
                var written = (GoHighLevelMapping.Native(body.With(member, value)) with { Body = default }).Written();
                written.ShouldNotContain("\\u0000");
                written.ShouldNotContain("\\uD800", Case.Insensitive);
                written.ShouldNotContain("\\uFFFD", Case.Insensitive);
            }
        }
    }

    private static Delivery[] Both(byte[] body) => [GoHighLevelMapping.Native(body), GoHighLevelMapping.Workflow(body)];
}
