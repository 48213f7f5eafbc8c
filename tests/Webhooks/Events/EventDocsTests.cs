using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Webhooks.Events;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>What docs/events says is what is accepted.</summary>
public sealed class EventDocsTests
{
    public static TheoryData<string> Types => EventDocs.Types;

    [Theory, MemberData(nameof(Types))]
    public async Task Schema_OfAType_IsCurrent(string type)
    {
        var (file, current) = (EventDocs.SchemaFile(type), EventSchema.TextOf(EventTypes.Find(type)!));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, current, TestContext.Current.CancellationToken);
        }

        File.Exists(file).ShouldBeTrue(Hint);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(current, Hint);
    }

    [Fact]
    public void Schemas_OfDocs_AreOfTypesThatAre() =>
        Directory.GetFiles(EventDocs.Folder, "*.schema.json").ShouldBe(EventTypes.All.Select(type => EventDocs.SchemaFile(type.Name)), ignoreOrder: true);

    [Theory, MemberData(nameof(Types))]
    public void Table_OfDocs_SaysWhatEachTypeIsFor(string type) =>
        EventDocs.Readme.ShouldContain($"| [`{type}`]({type}.schema.json) | {JsonNode.Parse(EventSchema.TextOf(EventTypes.Find(type)!))!["description"]} |");

    [Fact]
    public void Examples_OfDocs_AreOneOfEachType() => EventDocs.Examples.Keys.ShouldBe(EventTypes.All.Select(type => type.Name));

    [Theory, MemberData(nameof(Types))]
    public void Example_OfDocs_IsAcceptedAsItsType(string type) =>
        CloudEvents.Delivered(Encoding.UTF8.GetBytes(EventDocs.Examples[type])).EventType.ShouldBe(type);

    private static string Hint => "docs/events is not what the records say: run UPDATE_DOCS=1 ./test --filter EventDocsTests";
}
