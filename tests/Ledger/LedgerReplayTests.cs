using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Ledger;

/// <summary>What the ledger does by itself with a delivery that is mapped again.</summary>
[Trait("Category", "Sql")]
public sealed class LedgerReplayTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly QuarantineNote Note = new("unknown-stage", "it is unknown");

    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_ByTwoWhoWaitForNothing_AppendsEachFactOnce()
    {
        var tenant = await ledger.AddTenantAsync();
        var (waiting, read) = (new List<Delivery>(), new List<Delivery>());
        for (var i = 0; i < 40; i++)
        {
            waiting.Add(Say(tenant, $"e{i}") with { Quarantine = [Note] });
            read.Add(Say(tenant, $"e{i}") with { Opportunities = [Opportunity($"o{i}", $"opp_{i}")], Contacts = [Contact($"c{i}")], Links = [Link("cus_1", $"c{i}")] });
        }

        await writer.AppendAsync(waiting, Cancel);
        var replays = await Task.WhenAll(read.Select(async delivery => new Replay(await SeqAsync(tenant, delivery.SourceKey), delivery)));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ReplayAsync(tenant, replays)));

        outcomes.SelectMany(one => one).Sum(outcome => outcome.Facts).ShouldBe(120);
        outcomes.SelectMany(one => one).Count(outcome => outcome.Changed).ShouldBe(40);
        (await CountAsync(tenant, "raw_opportunities"), await CountAsync(tenant, "raw_clients"), await CountAsync(tenant, "links"), await CountAsync(tenant, "resolutions"))
            .ShouldBe((40, 40, 40, 40));
    }

    [Fact]
    public async Task Replay_WithAnotherFault_SettlesTheOneBeforeAndWaitsForThisOne()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Say(tenant, "e1") with { Quarantine = [Note] }, Cancel);
        var again = new Replay(await SeqAsync(tenant, "e1"), Say(tenant, "e1") with { Quarantine = [new QuarantineNote("unmappable", "id is missing")] });

        var (first, second) = (await ReplayAsync(tenant, again), await ReplayAsync(tenant, again));

        first.ShouldHaveSingleItem().Changed.ShouldBeTrue();
        second.ShouldHaveSingleItem().Changed.ShouldBeFalse();
        (await ledger.ListAsync("select reason || ' ' || is_open from staging.quarantine where tenant_id = $1 order by seq", row => row.GetString(0), tenant))
            .ShouldBe(["unknown-stage false", "unmappable true"]);
    }

    [Fact]
    public async Task Replay_ThatReadsWhomItIsAbout_IsFoundByThem()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Say(tenant, "e1") with { Quarantine = [Note] }, Cancel);
        var again = new Replay(
            await SeqAsync(tenant, "e1"), Say(tenant, "e1") with { Quarantine = [Note], ObjectId = "opp_1", RelatedIds = ["con\n1"], Tags = new Tags { ClientId = "con_2" } });

        (await ReplayAsync(tenant, again)).ShouldHaveSingleItem().Changed.ShouldBeTrue();
        (await ReplayAsync(tenant, again)).ShouldHaveSingleItem().Changed.ShouldBeFalse();

        (await ledger.ScalarAsync<string[]>("select related_ids from ledger.resolutions where tenant_id = $1", tenant)).ShouldBe(["con 1", "opp_1", "con_2"]);
    }

    [Fact]
    public async Task Replay_OfAnEventWithoutADate_DatesItsLinksByWhatIsReadNow()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync([Say(tenant, "e1") with { OccurredAt = null, Quarantine = [Note] }, Say(tenant, "e2") with { OccurredAt = null, Quarantine = [Note] }], Cancel);

        await ReplayAsync(tenant,
            new Replay(await SeqAsync(tenant, "e1"), Say(tenant, "e1") with { OccurredAt = Noon, Links = [Link("cus_1", "c1")] }),
            new Replay(await SeqAsync(tenant, "e2"), Say(tenant, "e2") with { OccurredAt = null, Links = [Link("cus_1", "c2")] }));

        (await ledger.ListAsync(
            "select l.occurred_at = case l.to_id when 'c1' then $2 else e.recorded_at end from ledger.links as l join ledger.raw_events as e on (e.tenant_id, e.seq) = (l.tenant_id, l.event_seq) where l.tenant_id = $1",
            row => row.GetBoolean(0), tenant, Noon.UtcDateTime)).ShouldBe([true, true]);
    }

    [Fact]
    public async Task Append_WhileAnotherTransactionReplays_StillAddsNothingToAKnownEvent()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Say(tenant, "e1") with { Quarantine = [Note] }, Cancel);
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        await LedgerWriter.ReplayAsync(session, [new Replay(await SeqAsync(tenant, "e1"), Say(tenant, "e1") with { Quarantine = [Note] })], "test", Cancel);

        var outcome = await writer.AppendAsync(Say(tenant, "e1") with { Opportunities = [Opportunity("o1")] }, Cancel);
        await session.CommitAsync(Cancel);

        (outcome, await CountAsync(tenant, "raw_opportunities")).ShouldBe((AppendOutcome.Duplicate, 0));
    }

    [Fact]
    public async Task Replay_RolledBack_LeavesNothing()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Say(tenant, "e1") with { Quarantine = [Note] }, Cancel);
        await using (var session = await ledger.Database.OpenAsync(tenant, Cancel))
        {
            var replay = new Replay(await SeqAsync(tenant, "e1"), Say(tenant, "e1") with { Opportunities = [Opportunity("o1")] });
            (await LedgerWriter.ReplayAsync(session, [replay], "test", Cancel)).ShouldHaveSingleItem().Facts.ShouldBe(1);
        }

        (await CountAsync(tenant, "raw_opportunities"), await CountAsync(tenant, "resolutions")).ShouldBe((0, 0));
    }

    private async Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(Guid tenant, params Replay[] replays)
    {
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        var outcomes = await LedgerWriter.ReplayAsync(session, replays, "test", Cancel);
        await session.CommitAsync(Cancel);
        return outcomes;
    }

    private Task<long> SeqAsync(Guid tenant, string key) =>
        ledger.ScalarAsync<long>("select seq from ledger.raw_events where tenant_id = $1 and source_key = $2", tenant, key);

    private Task<long> CountAsync(Guid tenant, string table) => ledger.ScalarAsync<long>($"select count(*) from ledger.{table} where tenant_id = $1", tenant);
}
