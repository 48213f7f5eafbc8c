using System.Text.Json.Nodes;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class StageReconciliationTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task Run_StageThatSettingsDoNotName_IsFoundUntilTheyDo()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        source.Location.Pipelines[0]["stages"]!.AsArray().Add(new JsonObject { ["id"] = "s9", ["name"] = "Warm" });

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBe(["gohighlevel_stage p1/s9 open"]);
        source.Tenant = source.Tenant with { Crm = source.Tenant.Crm with { Stages = [.. source.Tenant.Crm.Stages, new("p1", "s9", "Warm")] } };
        await source.RunAsync();
        (await source.FindingsAsync()).ShouldBe(["gohighlevel_stage p1/s9 resolved"]);
    }

    [Fact]
    public async Task Run_PipelineThatSettingsDoNotName_IsNoFinding()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        source.Location.Pipelines.Add(new JsonObject { ["id"] = "p2", ["name"] = "Hiring", ["stages"] = new JsonArray(new JsonObject { ["id"] = "h1", ["name"] = "Applied" }) });

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_DealIsInTheStage_IsLeftToTheCheckOfTheLedger()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        source.Location.Pipelines[0]["stages"]!.AsArray().Add(new JsonObject { ["id"] = "s9", ["name"] = "Warm" });
        var at = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);
        source.Location.Deals["d1"] = new DealStory("d1").Created(at).Stage(at.AddDays(1), "s9").AtSource();

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBeEmpty();
    }
}
