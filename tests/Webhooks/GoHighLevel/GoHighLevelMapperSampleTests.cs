using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>GoHighLevel's own example bodies, which are not part of this repository: PAYLOADS_DIR says where they are.</summary>
public sealed class GoHighLevelMapperSampleTests
{
    [Theory]
    [InlineData("Opportunity*.json", "1 deal")]
    [InlineData("Appointment*.json", "1 appointment")]
    [InlineData("Contact*.json", "1 contact")]
    [InlineData("*boundMessage*.json", "")]
    [InlineData("Order*.json", "")]
    [InlineData("Task*.json", "")]
    [InlineData("User*.json", "")]
    [InlineData("Invoice*.json", "unmappable no-location")]
    public void MapNative_SampleOfTheDocumentation_IsReadAsItsTypeSays(string pattern, string expected)
    {
        foreach (var file in Files(pattern))
        {
            var delivery = GoHighLevelMapping.Native(File.ReadAllBytes(file));

            string[] read =
            [
                .. delivery.Opportunities.Select(_ => "1 deal"),
                .. delivery.Appointments.Select(_ => "1 appointment"),
                .. delivery.Contacts.Select(_ => "1 contact"),
                .. delivery.Quarantine.Select(note => note.Reason),
            ];
            string.Join(' ', read).ShouldBe(expected, file);
            (delivery.Tags.ClientId is null).ShouldBe(delivery.EventType == "UserCreate", file);
            delivery.OccurredAt.ShouldNotBeNull(file);
        }
    }

    [Fact]
    public void MapWorkflow_SampleOfTheDocumentation_IsReadInFull()
    {
        var tenant = GoHighLevelMapping.Tenant with
        {
            Crm = new()
            {
                Stages = [new("PIPELINE_ID_20_CHARS", "stg_1", "Qualified")],
                OwnerByEmail = new Dictionary<string, string> { ["rep@example.com"] = "usr_rep" },
            },
        };
        var context = new GoHighLevelContext(tenant, GoHighLevelMapping.Hash, new DateTimeOffset(2026, 9, 10, 0, 0, 0, TimeSpan.Zero));

        foreach (var file in Files("workflow_*.json"))
        {
            var delivery = GoHighLevelMapper.MapWorkflow(context, File.ReadAllBytes(file));

            delivery.Quarantine.ShouldBeEmpty(file);
            delivery.Contacts.ShouldHaveSingleItem();
            (delivery.Opportunities.Count == 1).ShouldBe(file.Contains("Opportunity", StringComparison.Ordinal), file);
            (delivery.Appointments.Count == 1).ShouldBe(file.Contains("Appointment", StringComparison.Ordinal), file);
        }
    }

    private static string[] Files(string pattern)
    {
        var root = Environment.GetEnvironmentVariable("PAYLOADS_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "PAYLOADS_DIR is not set: GoHighLevel's example bodies are not in this repository.");
        var files = Directory.GetFiles(Path.Combine(root!, "gohighlevel"), pattern);
        files.ShouldNotBeEmpty(pattern);
        return files;
    }
}
