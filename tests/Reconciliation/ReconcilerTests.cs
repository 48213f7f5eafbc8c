using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tenants;

namespace Plumbline.Tests.Reconciliation;

public sealed class ReconcilerTests(Reconciling fixture) : IClassFixture<Reconciling>
{
    private static readonly NewFinding Differs =
        new("movement_differs", "ch_1", "medium", "stripe", "The ledger has USD 5.00 where Stripe says USD 6.00.", ReconciliationRun.Actor);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GoOn_PartsThatComplete_EndsWithCountsAndASentenceEach()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var stripe = new ScriptedPart("stripe", "Stripe").Then(Note(
            new("movement", "a", ItemOutcome.Matched, "USD", 0),
            new("movement", "b", ItemOutcome.Missing, "USD", -1250_00),
            new("movement", "c", ItemOutcome.Missing, "EUR", -5_00),
            new("movement", "d", ItemOutcome.Differing, "USD", 50_00),
            new("movement", "e", ItemOutcome.Extra, "USD", 10_00)));
        var other = new ScriptedPart("gohighlevel", "GoHighLevel").Then((_, _) => Task.FromResult<PartResult>(new PartResult.Skipped("There is no API key.")));

        await fixture.ReconcilerOf(stripe, other).GoOnAsync(tenant, run, Cancel);

        var ended = await ReadAsync(tenant, run);
        (ended.Status, ended.Error, ended.NewFindings).ShouldBe(("completed", null, 0));
        var (first, second) = (ended.Sources[0], ended.Sources[1]);
        (first.Compared, first.Matched, first.Missing, first.Differing, first.Extra).ShouldBe((4, 1, 2, 1, 1));
        first.Apart.ShouldBe(new Dictionary<string, long> { ["EUR"] = -5_00, ["USD"] = -1190_00 }, ignoreOrder: true);
        first.Summary.ShouldBe(
            "Stripe: 1 of 4 movements match; 2 were missing and are appended, 1 differed, the ledger has 1 that Stripe has not. They were $1,310.00 and EUR 5.00 apart.");
        (second.Status, second.Summary).ShouldBe(("skipped", "GoHighLevel: not compared. There is no API key."));
        (await CountAsync("ops.reconciliation_items", run)).ShouldBe(0);
    }

    [Fact]
    public async Task GoOn_EverythingAlike_SaysHowManyAndThatNothingIsApart()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var items = Enumerable.Range(0, 1204).Select(index => new ReconciledItem("movement", $"{index}", ItemOutcome.Matched, "USD", 0));

        await fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe").Then(Note([.. items]))).GoOnAsync(tenant, run, Cancel);

        (await ReadAsync(tenant, run)).Sources[0].Summary.ShouldBe("Stripe: 1,204 of 1,204 movements match, $0.00 apart.");
    }

    [Fact]
    public async Task GoOn_PartThatIsUnfinished_GoesOnByAMessageFromItsCursor()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var cursor = "";
        var part = new ScriptedPart("stripe", "Stripe")
            .Then(async (begun, cancel) =>
            {
                await using var session = await begun.OpenAsync(cancel);
                await begun.NoteAsync(session, [new("movement", "a", ItemOutcome.Missing)], cancel);
                await begun.SaveCursorAsync(session, new Cursor("page 2"), cancel);
                await session.CommitAsync(cancel);
                return new PartResult.Unfinished();
            })
            .Then(async (begun, cancel) =>
            {
                cursor = (await begun.ReadCursorAsync<Cursor>(cancel))!.Next;
                await using var session = await begun.OpenAsync(cancel);
                await begun.NoteAsync(session, [new("movement", "a", ItemOutcome.Matched), new("movement", "b", ItemOutcome.Matched)], cancel);
                await session.CommitAsync(cancel);
                return new PartResult.Completed();
            });
        var reconciler = fixture.ReconcilerOf(part);

        await reconciler.GoOnAsync(tenant, run, Cancel);

        (await ReadAsync(tenant, run)).Status.ShouldBe("running");
        (await fixture.MessagesAsync()).ShouldHaveSingleItem().ShouldContain(run.ToString());
        await reconciler.GoOnAsync(tenant, run, Cancel);
        cursor.ShouldBe("page 2");
        var ended = await ReadAsync(tenant, run);
        (ended.Status, ended.Sources[0].Missing, ended.Sources[0].Matched).ShouldBe(("completed", 1, 1));
        await reconciler.GoOnAsync(tenant, run, Cancel);
        part.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task GoOn_SourceThatRefusesTheKey_FailsWithAFindingAndSettlesNothing()
    {
        var tenant = await fixture.TenantAsync();
        var part = new ScriptedPart("stripe", "Stripe", Differs.CheckName)
            .Then(Find(Differs))
            .Then((_, _) => throw new SourceException(SourceFault.Unauthorized, "Stripe does not accept the API key (401)."))
            .Then((_, _) => Task.FromResult<PartResult>(new PartResult.Completed()));
        var reconciler = fixture.ReconcilerOf(part, new ScriptedPart("ledger", "The ledger"));

        await EndAsync(reconciler, tenant);
        var failed = await EndAsync(reconciler, tenant);

        (failed.Status, failed.Error, failed.Sources[0].Status, failed.Sources[1].Status)
            .ShouldBe(("failed", "Stripe does not accept the API key (401).", "failed", "completed"));
        failed.Sources[0].Summary.ShouldBe("Stripe: not compared to its end. Stripe does not accept the API key (401).");
        (await Runs.FindingsAsync(fixture.Ledger, tenant.Id)).ShouldBe(["movement_differs ch_1 open", "source_unreachable stripe open"]);
        (await EndAsync(reconciler, tenant)).Status.ShouldBe("completed");
        (await Runs.FindingsAsync(fixture.Ledger, tenant.Id)).ShouldBe(["movement_differs ch_1 resolved", "source_unreachable stripe resolved"]);
    }

    [Fact]
    public async Task GoOn_SourceThatFailsForAWhile_IsTriedFiveTimesAndThenFails()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var part = new ScriptedPart("stripe", "Stripe");
        for (var i = 0; i < 5; i++)
        {
            part.Then((_, _) => throw new SourceException(SourceFault.Unavailable, "Stripe answered 503."));
        }

        var reconciler = fixture.ReconcilerOf(part);
        for (var i = 0; i < 4; i++)
        {
            await reconciler.GoOnAsync(tenant, run, Cancel);
            (await ReadAsync(tenant, run)).Status.ShouldBe("running");
        }

        await reconciler.GoOnAsync(tenant, run, Cancel);

        (await ReadAsync(tenant, run)).Error.ShouldBe("Stripe answered 503.");
        // Each message waits longer than this test.
        (await fixture.MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task GoOn_RunSomebodyElseIsAt_IsLetBe()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var part = new ScriptedPart("stripe", "Stripe");
        await fixture.Ledger.ExecuteAsync("update ops.reconciliations set leased_until = now() + interval '1 minute' where run_id = $1", run);

        await fixture.ReconcilerOf(part).GoOnAsync(tenant, run, Cancel);

        part.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task GoOn_WorkerThatWasOvertaken_SettlesNothingAndEndsNothing()
    {
        var tenant = await fixture.TenantAsync();
        await EndAsync(fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe", Differs.CheckName).Then(Find(Differs))), tenant);
        var run = await fixture.RequestAsync(tenant);
        var second = fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe", Differs.CheckName).Then(Find(Differs)));
        var first = fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe", Differs.CheckName).Then(async (_, cancel) =>
        {
            // It has slept through its lease, and another one does the whole run meanwhile.
            await fixture.Ledger.ExecuteAsync("update ops.reconciliations set leased_until = now() where run_id = $1", run);
            await second.GoOnAsync(tenant, run, cancel);
            return new PartResult.Completed();
        }));

        await first.GoOnAsync(tenant, run, Cancel);

        (await ReadAsync(tenant, run)).Status.ShouldBe("completed");
        (await Runs.FindingsAsync(fixture.Ledger, tenant.Id)).ShouldBe(["movement_differs ch_1 open"]);
    }

    [Fact]
    public async Task GoOn_OneSourceThatRests_KeepsTheOthersFromNothing()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var resting = new ScriptedPart("stripe", "Stripe").Then((_, _) => throw new SourceException(SourceFault.RateLimited, "Stripe asks for fewer requests (429).") { RetryAfter = TimeSpan.FromDays(8) });

        await fixture.ReconcilerOf(resting, new ScriptedPart("ledger", "The ledger")).GoOnAsync(tenant, run, Cancel);

        var seen = await ReadAsync(tenant, run);
        (seen.Status, string.Join(' ', seen.Sources.Select(source => $"{source.Source} {source.Status}"))).ShouldBe(("running", "stripe running ledger completed"));
        // The message waits for an hour and not for eight days, which no queue takes.
        (await fixture.Ledger.ScalarAsync<bool>("select queued_at < now() + interval '61 minutes' from ops.reconciliations where run_id = $1", run)).ShouldBeTrue();
    }

    [Fact]
    public async Task FindComparedUntil_RunThatWasToBeginSomewhere_DoesNotCount()
    {
        var tenant = await fixture.TenantAsync();
        DateTimeOffset?[] found = [null, null, null];
        foreach (var (since, index) in new (DateTimeOffset?, int)[] { (null, 0), (new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), 1), (null, 2) })
        {
            var (run, _) = await fixture.Outbox.RequestAsync(Reconciling.CallOf(tenant), since, Cancel);
            await fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe").Then(async (begun, cancel) =>
            {
                found[index] = await begun.FindComparedUntilAsync(cancel);
                await using var session = await begun.OpenAsync(cancel);
                await begun.SetPeriodAsync(session, begun.Since ?? DateTimeOffset.UnixEpoch, new DateTimeOffset(2026, 1 + index, 15, 0, 0, 0, TimeSpan.Zero), cancel);
                await session.CommitAsync(cancel);
                return new PartResult.Completed();
            })).GoOnAsync(tenant, run, Cancel);
        }

        found.ShouldBe([null, new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero)]);
    }

    [Fact]
    public async Task GoOn_PartThatThrows_ReleasesTheRunForTheNextTry()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var reconciler = fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe").Then((_, _) => throw new InvalidOperationException("A fault of ours.")));

        await Should.ThrowAsync<InvalidOperationException>(() => reconciler.GoOnAsync(tenant, run, Cancel));
        await reconciler.GoOnAsync(tenant, run, Cancel);

        (await ReadAsync(tenant, run)).Status.ShouldBe("completed");
    }

    [Fact]
    public async Task GoOn_FindingSeenAgain_IsNewsOnce()
    {
        var tenant = await fixture.TenantAsync();
        var part = new ScriptedPart("stripe", "Stripe", Differs.CheckName)
            .Then(Find(Differs))
            .Then(Find(Differs))
            // Its words change and it stays the same finding.
            .Then(Find(Differs with { Detail = "The ledger has USD 5.00 where Stripe says USD 7.00." }))
            .Then(Find())
            .Then(Find(Differs));
        var reconciler = fixture.ReconcilerOf(part);
        var before = fixture.Mail.Requests.Count;
        var news = new List<int?>();

        for (var i = 0; i < 5; i++)
        {
            news.Add((await EndAsync(reconciler, tenant)).NewFindings);
        }

        news.ShouldBe([1, 0, 0, 0, 1]);
        var mails = fixture.Mail.Requests.Skip(before).ToList();
        mails.Count.ShouldBe(2);
        var body = mails[0].Body.ToString();
        body.ShouldContain("a new finding in the numbers");
        body.ShouldContain("[medium] The ledger has USD 5.00 where Stripe says USD 6.00. (movement_differs)");
        body.ShouldContain("Stripe: 0 of 0 movements match.");
        body.ShouldContain($"https://plumbline.example/api/manage/{tenant.Slug}/findings");
        (await fixture.Ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1", tenant.Id)).ShouldBe(4);
    }

    [Fact]
    public async Task GoOn_MailThatIsRefused_IsSentByALaterRunOfTheTimer()
    {
        var tenant = await fixture.TenantAsync();
        var before = fixture.Mail.Requests.Count;
        fixture.Mail.Then(400);

        await EndAsync(fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe", Differs.CheckName).Then(Find(Differs))), tenant);

        fixture.Mail.Requests.Count.ShouldBe(before + 1);
        for (var i = 0; i < 2; i++)
        {
            await fixture.Alerts.SendAsync(tenant, Cancel);
            fixture.Mail.Requests.Count.ShouldBe(before + 2);
        }
    }

    [Fact]
    public async Task GiveUp_RunThatFailsForUs_FailsWithAFindingThatTheNextRunSettles()
    {
        var tenant = await fixture.TenantAsync();
        var run = await fixture.RequestAsync(tenant);
        var reconciler = fixture.ReconcilerOf(new ScriptedPart("stripe", "Stripe"));

        await reconciler.GiveUpAsync(tenant, run, Cancel);
        await reconciler.GiveUpAsync(tenant, run, Cancel);

        var failed = await ReadAsync(tenant, run);
        (failed.Status, failed.NewFindings).ShouldBe(("failed", 1));
        fixture.Mail.Requests.Last().Body.ToString().ShouldContain("could not be run to its end");
        (await Runs.FindingsAsync(fixture.Ledger, tenant.Id)).ShouldBe(["reconciliation_failed run open"]);
        (await EndAsync(reconciler, tenant)).Status.ShouldBe("completed");
        (await Runs.FindingsAsync(fixture.Ledger, tenant.Id)).ShouldBe(["reconciliation_failed run resolved"]);
    }

    private async Task<ReconciliationJson> EndAsync(Reconciler reconciler, Tenant tenant)
    {
        var run = await fixture.RequestAsync(tenant);
        await reconciler.GoOnAsync(tenant, run, Cancel);
        return await ReadAsync(tenant, run);
    }

    private async Task<ReconciliationJson> ReadAsync(Tenant tenant, Guid run) => (await fixture.Reader.FindAsync(tenant, run, Cancel)).ShouldNotBeNull();

    private Task<long> CountAsync(string table, Guid run) => fixture.Ledger.ScalarAsync<long>($"select count(*) from {table} where run_id = $1", run);

    private static Func<ReconciliationRun, CancellationToken, Task<PartResult>> Note(params ReconciledItem[] items) => async (run, cancel) =>
    {
        await using var session = await run.OpenAsync(cancel);
        await run.NoteAsync(session, items, cancel);
        await session.CommitAsync(cancel);
        return new PartResult.Completed();
    };

    private static Func<ReconciliationRun, CancellationToken, Task<PartResult>> Find(params NewFinding[] findings) => async (run, cancel) =>
    {
        await using var session = await run.OpenAsync(cancel);
        foreach (var finding in findings)
        {
            await run.FindAsync(session, finding, cancel);
        }

        await session.CommitAsync(cancel);
        return new PartResult.Completed();
    };

    private sealed record Cursor(string Next);
}
