using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>The same in PostgreSQL: the events of many lives at once, in any order and more than once, by several writers.</summary>
public sealed class LifeLedgerTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const int LivesARound = 200;
    private const int Writers = 4;
    private const int ListLength = 64;

    private static readonly JsonSerializerOptions ByColumn = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    // ./test --soak asks for more.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 100 : 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Append_EventsOfManyLives_LeavesWhatTheModelSays() =>
        Prop.ForAll(LifeGenerator.Round(LivesARound).ToArbitrary(), CheckAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));

    private async Task CheckAsync(Life[] lives)
    {
        var tenant = await ledger.AddTenantAsync();
        var events = lives.SelectMany(LifeEvents.Of).Select(body => Mapping.MapAt(Life.At(1000), body) with { TenantId = tenant }).ToArray();
        var random = new Random(lives[0].Seed);
        Delivery[] sent = [.. events, .. events.Where(_ => random.Next(4) == 0)];
        random.Shuffle(sent);

        var lists = sent.Chunk(ListLength).ToArray();
        await Parallel.ForEachAsync(lists, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = Cancel }, async (list, cancel) =>
            (await writer.AppendAsync(list, cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored || outcome == AppendOutcome.Duplicate));

        var rows = (await ledger.ListAsync(
            "select to_jsonb(p) || jsonb_build_object('tags', to_jsonb(p)) from ledger.raw_payments as p where tenant_id = $1",
            row => Read<Payment>(row.GetString(0)), tenant)).ToDictionary(row => row.SourceKey);
        var expected = lives.SelectMany(LifeModel.Of).ToArray();
        rows.Keys.Order().ShouldBe(expected.Select(movement => movement.Key).Order());
        expected.Where(movement => !movement.Is(rows[movement.Key])).Select(movement => $"{movement} is {rows[movement.Key]}").ShouldBeEmpty();

        var links = await ledger.ListAsync(
            "select source_key, to_jsonb(l) || jsonb_build_object('tags', attributes) from ledger.links as l where tenant_id = $1",
            row => (row.GetString(0), Read<Link>(row.GetString(1))), tenant);
        links.ToHashSet().SetEquals(events.SelectMany(told => told.Links.Select(link => (link.SourceKey(told.SourceKey), link)))).ShouldBeTrue();
        links.Count.ShouldBe(events.Sum(told => told.Links.Count));
        (await ledger.ScalarAsync<long>("select count(*) from ledger.raw_events where tenant_id = $1", tenant)).ShouldBe(events.Length);
        (await ledger.ScalarAsync<long>(
            "select (select count(*) from ledger.quarantine where tenant_id = $1) + (select count(*) from recon.findings where tenant_id = $1)", tenant)).ShouldBe(0);
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ByColumn)!;
}
