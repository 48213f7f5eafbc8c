using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Reconciliation;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class DealReconciliationTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static DateTimeOffset Feb(int day, int hour = 12) => new(2026, 2, day, hour, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_AllAlike_MatchesAndAppendsNothing()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync([.. Enumerable.Range(100, 230).Select(n => new DealStory($"d{n}").Created(Feb(1)).Stage(Feb(2), "s2").Status(Feb(3), "won"))]);
        await source.RunAsync();
        var rows = await source.CountRowsAsync();

        var items = await source.ItemsAsync(await source.RunAsync());

        items.Count.ShouldBe(230);
        items.ShouldAllBe(item => item.EndsWith(" matched"));
        (await source.FindingsAsync()).ShouldBeEmpty();
        (await source.CountRowsAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task Run_EverythingSinceWasLost_IsAsItWasAtEachTime()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1)).Status(Feb(5), "won").Value(Feb(9), 250);
        source.Location.Deals["d1"] = story.AtSource();
        var webhooks = story.Webhooks();
        await source.DeliverAsync(webhooks[0]);

        var items = await source.ItemsAsync(await source.RunAsync());

        items.ShouldContain("deal d1 missing");
        (await source.FindingsAsync()).ShouldBeEmpty();
        (await source.StatesAsync("d1")).ShouldBe(["02-01 12:00 s1 open 10000", "02-05 12:00 s1 won 10000", "02-09 12:00 s1 won 25000"]);

        // What was lost comes after all.
        await source.DeliverAsync(webhooks[1], webhooks[2]);
        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 matched");
    }

    [Fact]
    public async Task Run_WonWasLost_IsWonSinceItWasAlthoughALaterChangeCame()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1)).Status(Feb(5), "won").Value(Feb(9), 250);
        source.Location.Deals["d1"] = story.AtSource();
        await source.DeliverAsync(story.Webhooks()[0], story.Webhooks()[2]);

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 missing");

        (await source.StatesAsync("d1")).ShouldBe(["02-01 12:00 s1 open 10000", "02-05 12:00 s1 won 10000", "02-09 12:00 s1 won 25000"]);
        (await source.FindingsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_DealWasNeverHeardOf_IsOpenSinceItWasCreated()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        source.Location.Deals["d1"] = new DealStory("d1").Created(Feb(1)).Stage(Feb(4), "s2").Status(Feb(8), "lost").AtSource();

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 missing");

        (await source.StatesAsync("d1")).ShouldBe(["02-01 12:00 - open 10000", "02-04 12:00 s2 open 10000", "02-08 12:00 s2 lost 10000"]);
        (await ledger.ScalarAsync<string>(
            "select channel || ' ' || event_type || ' ' || object_id || ' ' || to_char(occurred_at at time zone 'UTC', 'MM-DD') from ledger.raw_events where tenant_id = $1 and event_type = 'opportunity'",
            source.Tenant.Id)).ShouldBe("pull opportunity d1 02-08");
    }

    [Fact]
    public async Task Run_CreationWasLost_IsOpenFromThenOnWithTheValueItHad()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1), 80).Stage(Feb(4), "s2").Value(Feb(8), 90);
        source.Location.Deals["d1"] = story.AtSource();
        await source.DeliverAsync(story.Webhooks()[1], story.Webhooks()[2]);

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 missing");

        (await source.StatesAsync("d1")).ShouldBe(["02-01 12:00 - open 8000", "02-04 12:00 s2 open 8000", "02-08 12:00 s2 open 9000"]);
    }

    [Fact]
    public async Task Run_StageWasLost_HasBeenThereSinceItWas()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1)).Stage(Feb(4), "s2").Stage(Feb(5), "s3").Status(Feb(8), "won");
        source.Location.Deals["d1"] = story.AtSource();
        await source.DeliverAsync(story.Webhooks()[0], story.Webhooks()[1]);

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 missing");

        (await source.StatesAsync("d1")).ShouldBe(
            ["02-01 12:00 s1 open 10000", "02-04 12:00 s2 open 10000", "02-05 12:00 s3 open 10000", "02-08 12:00 s3 won 10000"]);
    }

    [Fact]
    public async Task Run_WebhooksAreDatedALittleLater_Match()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var sent = new DealStory("d1").Created(Feb(1)).Stage(Feb(4), "s2").Status(Feb(8), "won");
        source.Location.Deals["d1"] = new DealStory("d1").Created(Feb(1).AddSeconds(-2)).Stage(Feb(4).AddSeconds(-40), "s2").Status(Feb(8).AddSeconds(-1), "won").AtSource();
        await source.DeliverAsync([.. sent.Webhooks()]);

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 matched");
    }

    [Fact]
    public async Task Run_StateWasAltered_IsFoundAndCorrectedOnce()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1)).Stage(Feb(4), "s2").Status(Feb(8), "won");
        source.Location.Deals["d1"] = story.AtSource();
        var altered = JsonNode.Parse(story.Webhooks()[2])!.AsObject();
        altered["monetaryValue"] = 900;
        await source.DeliverAsync(story.Webhooks()[0], story.Webhooks()[1], Encoding.UTF8.GetBytes(altered.ToJsonString()));

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 differing");
        (await source.FindingsAsync()).ShouldBe(["deal_differs d1 open"]);
        (await source.StatesAsync("d1")).ShouldBe(["02-01 12:00 s1 open 10000", "02-04 12:00 s2 open 10000", "02-08 12:00 s2 won 10000"]);
        (await ledger.ScalarAsync<string>("select f.detail || ' ' || f.severity || ' ' || f.source || ' ' || (f.fact_rows -> 0 ->> 'table') from recon.findings as f where f.tenant_id = $1", source.Tenant.Id))
            .ShouldBe("The deal differs: value USD 900.00 in the ledger, USD 100.00 at GoHighLevel: corrected, since GoHighLevel owns the pipeline. medium gohighlevel raw_opportunities");

        var rows = await source.CountRowsAsync();
        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 matched");
        (await source.FindingsAsync()).ShouldBe(["deal_differs d1 resolved"]);
        (await source.CountRowsAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task Run_ApartInThePipeline_IsToldInMinorUnits()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1), 80).Status(Feb(8), "won");
        source.Location.Deals["d1"] = story.AtSource();
        await source.DeliverAsync(story.Webhooks()[0]);

        var run = await source.RunAsync();

        (await ledger.ScalarAsync<string>("select currency || ' ' || apart_minor from ops.reconciliation_items where run_id = $1 and kind = 'deal'", run)).ShouldBe("USD 8000");
    }

    [Fact]
    public async Task Run_AnotherOwnsThePipeline_IsFoundAndNotCorrected()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        var story = new DealStory("d1").Created(Feb(1)).Status(Feb(8), "won");
        await source.TellAsync(story, new DealStory("d2").Created(Feb(1)));
        source.Location.Deals["d1"]["status"] = "lost";
        source.Location.Deals.TryRemove("d2", out _);
        await ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('pipeline', 'finance', 'test')");
        try
        {
            await source.RunAsync();
            await source.RunAsync();
        }
        finally
        {
            await ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('pipeline', 'gohighlevel', 'test')");
        }

        (await source.FindingsAsync()).ShouldBe(["deal_differs d1 open", "deal_extra d2 open"]);
        (await source.StatesAsync("d1"))[^1].ShouldBe("02-08 12:00 s1 won 10000");
        (await source.StatesAsync("d2")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Run_DeletedAtTheSource_IsDeletedHereToo()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync(new DealStory("d1").Created(Feb(1)), new DealStory("d2").Created(Feb(1)));
        source.Location.Deals.TryRemove("d1", out _);

        (await source.ItemsAsync(await source.RunAsync())).ShouldBe(["contact con_1 missing", "deal d1 extra", "deal d2 matched"]);
        (await source.FindingsAsync()).ShouldBe(["deal_extra d1 open"]);
        (await source.StatesAsync("d1"))[^1].ShouldBe("03-02 12:30 - - - deleted");

        (await source.ItemsAsync(await source.RunAsync())).ShouldBe(["deal d2 matched"]);
        (await source.FindingsAsync()).ShouldBe(["deal_extra d1 resolved"]);
    }

    [Fact]
    public async Task Run_NotListedButThere_IsComparedByItsId()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync(new DealStory("d1").Created(Feb(1)).Status(Feb(3), "won"));
        source.Api.Interfere = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/search", StringComparison.Ordinal))
            {
                return false;
            }

            await context.Response.BodyWriter.WriteAsync("""{"opportunities":[],"total":0}"""u8.ToArray());
            return true;
        };

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d1 matched");
    }

    [Fact]
    public async Task Run_DealCannotBeRead_IsQuarantinedOnce()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        source.Location.Deals["d1"] = new DealStory("d1").Created(Feb(1)).AtSource();
        source.Location.Deals["d1"]["status"] = "dormant";

        var run = await source.BeginAsync();
        (await source.Part().RunAsync(run, TestContext.Current.CancellationToken)).ShouldBe(new PartResult.Completed("1 could not be read and waits in quarantine."));
        (await source.ItemsAsync(run.Id)).ShouldBeEmpty();
        await source.RunAsync();

        (await ledger.ScalarAsync<long>("select count(*) from ledger.quarantine where tenant_id = $1", source.Tenant.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Run_LatestStateWasVoided_SaysThatReportsDoNotShowIt()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync(new DealStory("d1").Created(Feb(1)).Status(Feb(3), "won"), new DealStory("d2").Created(Feb(1)).Status(Feb(3), "won"));
        await ledger.ExecuteAsync(
            """
            insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor)
            select tenant_id, 'manual', 'void-' || seq, now(), 'void', 'raw_opportunities', seq, 'it was a test of ours', 'test'
            from ledger.raw_opportunities
            where tenant_id = $1 and (opportunity_id, status) in (('d1', 'won'), ('d2', 'open'))
            """,
            source.Tenant.Id);
        var run = await source.BeginAsync();

        (await source.Part().RunAsync(run, TestContext.Current.CancellationToken))
            .ShouldBe(new PartResult.Completed("1 was taken out by hand: reports do not show it as it is."));

        (await source.ItemsAsync(run.Id)).ShouldContain("deal d1 matched");
    }
}
