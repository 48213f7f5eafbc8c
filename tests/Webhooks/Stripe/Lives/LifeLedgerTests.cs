using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>The same in PostgreSQL: the events of many lives at once, in any order and more than once, by several writers.</summary>
public sealed class LifeLedgerTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const int LivesARound = 100;
    private const int Writers = 4;
    private const int ListLength = 64;

    private readonly LedgerWriter writer = new(ledger.Database);

    // ./test --soak asks for more.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 200 : 20;

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

        var rows = await ledger.ListAsync(
            "select source_key, kind, amount_minor, currency, account, occurred_at from ledger.raw_payments where tenant_id = $1",
            row => (Row: new Row(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4)), At: row.GetFieldValue<DateTimeOffset>(5)), tenant);
        var expected = lives.SelectMany(life => LifeModel.Of(life).Select(movement => (Row: RowOf(movement), movement.At))).ToArray();
        rows.Select(row => row.Row).Order().ShouldBe(expected.Select(movement => movement.Row).Order());
        var dates = rows.ToDictionary(row => row.Row.Key, row => row.At);
        expected.Where(movement => movement.At is { } at && at != dates[movement.Row.Key]).ShouldBeEmpty();
        (await ledger.ScalarAsync<long>("select count(*) from ledger.raw_events where tenant_id = $1", tenant)).ShouldBe(events.Length);
        (await ledger.ScalarAsync<long>(
            "select (select count(*) from ledger.quarantine where tenant_id = $1) + (select count(*) from recon.findings where tenant_id = $1)", tenant)).ShouldBe(0);
    }

    private static Row RowOf(LifeMovement movement) => new(
        movement.Key, JsonNamingPolicy.SnakeCaseLower.ConvertName(movement.Kind.ToString()), movement.Amount, movement.Currency, movement.Account);

    private sealed record Row(string Key, string Kind, long Amount, string Currency, string Account) : IComparable<Row>
    {
        public int CompareTo(Row? other) => string.CompareOrdinal($"{Key} {Account}", other is null ? "" : $"{other.Key} {other.Account}");
    }
}
