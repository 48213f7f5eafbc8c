using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

/// <summary>The search answers out of an index that may be behind the deals, and both may be behind a webhook.</summary>
public sealed class LaggingIndexTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly DateTimeOffset Now = GoHighLevelSource.Now;

    [Theory]
    [InlineData(3)]
    [InlineData(600)]
    public async Task Run_OnlyTheIndexIsBehind_LeavesWhatIsRight(int minutes)
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Now.AddDays(-9));
        var stale = story.AtSource();
        await source.TellAsync(story.Status(Now.AddMinutes(-minutes), "won"));
        Search(source, stale);

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 matched");

        (await source.StatesAsync("d1")).Count.ShouldBe(2);
        (await source.FindingsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3, "matched", "won")]
    [InlineData(60, "differing", "open")]
    public async Task Run_TheDealItselfIsBehind_IsBelievedAfterAWhile(int minutes, string outcome, string status)
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Now.AddDays(-9));
        source.Location.Deals["d1"] = story.AtSource();
        await source.DeliverAsync([.. story.Status(Now.AddMinutes(-minutes), "won").Webhooks()]);

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain($"deal d1 {outcome}");

        (await source.StatesAsync("d1"))[^1].ShouldEndWith($" s1 {status} 10000");
    }

    [Theory]
    [InlineData(3, "matched")]
    [InlineData(60, "differing")]
    public async Task Run_DeletedAMomentAgo_IsNotRestored(int minutes, string outcome)
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync(new DealStory("d1").Created(Now.AddDays(-9)));
        await source.DeliverAsync(DeletionOf("d1", Now.AddMinutes(-minutes)));

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain($"deal d1 {outcome}");
    }

    [Fact]
    public async Task Run_OnlyTheIndexHasWhatWasDeleted_IsNotRestored()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Now.AddDays(-9));
        await source.DeliverAsync([.. story.Webhooks(), DeletionOf("d1", Now.AddHours(-1))]);
        Search(source, story.AtSource());

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 matched");
    }

    private static byte[] DeletionOf(string id, DateTimeOffset at) => System.Text.Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = "OpportunityDelete",
        ["id"] = id,
        ["locationId"] = GoHighLevelSource.LocationId,
        ["timestamp"] = DealStory.Text(at),
        ["webhookId"] = $"{id}-deleted",
    }.ToJsonString());

    private static void Search(GoHighLevelSource source, JsonObject deal) => source.Api.Interfere = async context =>
    {
        if (!context.Request.Path.Value!.EndsWith("/search", StringComparison.Ordinal))
        {
            return false;
        }

        await context.Response.WriteAsync(new JsonObject { ["opportunities"] = new JsonArray(deal.DeepClone()), ["total"] = 1 }.ToJsonString(), TestContext.Current.CancellationToken);
        return true;
    };
}
