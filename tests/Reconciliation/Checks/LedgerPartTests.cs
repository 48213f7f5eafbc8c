using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Checks;
using Plumbline.Tenants;
using Plumbline.Tests.Local;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Snapshots.Seals;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed class LedgerPartTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>
{
    private readonly ManualTime time = new(At("2026-06-15T12:00:00Z"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FoundThenMended_OpensOnceAndResolves()
    {
        var (business, tenant, part) = await BeginAsync();
        var first = await RunAsync(part, tenant);
        (await Runs.ItemsAsync(ledger, first.Id)).ShouldBe([.. CheckLibrary.All.Select(check => check.Name).Append("seal").Order(StringComparer.Ordinal).Select(name => $"check {name} matched")]);
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBeEmpty();

        await business.AppendAsync(business.Refunded("ch_1", "re_1", "2026-06-01", 5_000), business.Refunded("ch_2", "re_2", "2026-06-02", 5_000));
        var second = await RunAsync(part, tenant);
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["refunds_without_charge ch_1 open", "refunds_without_charge ch_2 open"]);
        (await Runs.ItemsAsync(ledger, second.Id)).Where(item => !item.EndsWith(" matched", StringComparison.Ordinal)).ShouldBe(["check refunds_without_charge differing"]);
        (await NotedAsync(second)).ShouldBe(["refunds_without_charge ch_1", "refunds_without_charge ch_2"]);
        (await ledger.ListAsync(
            "select f.severity || ' ' || f.source || ' ' || f.detail || ' ' || f.actor || ' ' || (f.fact_rows -> 0 ->> 'table') from recon.findings f where f.tenant_id = $1 and f.subject = 'ch_1'",
            row => row.GetString(0), business.Id)).ShouldBe(
            ["medium stripe USD 50.00 of charge ch_1 was given back on 2026-06-01, and the ledger has no such charge. reconciliation raw_payments"]);

        await business.AppendAsync(business.Paid("ch_1", "2026-05-30"));
        var third = await RunAsync(part, tenant);
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["refunds_without_charge ch_1 resolved", "refunds_without_charge ch_2 open"]);
        (await NotedAsync(third)).ShouldBe(["refunds_without_charge ch_2"]);
        (await ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1", business.Id)).ShouldBe(3, "seen twice is one row");
    }

    [Fact]
    public async Task Run_ACheckThatCannotRun_IsAFindingAndSettlesNothing()
    {
        var (business, tenant, part) = await BeginAsync();
        var sound = new Check("odd", "It means something.", "low", "stripe", false, "select 'x' as subject, 'X.' as detail, now() as occurred_at, '[]'::jsonb as fact_rows where $1 is not null");
        var broken = sound with { Sql = "select (1 / (length($1::text) - 36))::text as subject, 'X.' as detail, now() as occurred_at, '[]'::jsonb as fact_rows" };

        await CheckAsync(sound);
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["odd x open"]);
        await CheckAsync(broken);
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["check_failed odd open", "odd x open"]);
        (await ledger.ScalarAsync<string>("select detail from recon.findings where tenant_id = $1 and check_name = 'check_failed'", business.Id))
            .ShouldBe("The check odd could not be run: PostgreSQL refused it (22012).");
        await CheckAsync(sound with { Sql = sound.Sql.Replace("is not null", "is null", StringComparison.Ordinal) });
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["check_failed odd resolved", "odd x resolved"]);

        async Task CheckAsync(Check check) => await part.RunAsync(await Runs.BeginAsync(ledger, tenant, "ledger", time), check, new LedgerCursor(["odd"]), Cancel);
    }

    [Fact]
    public async Task Run_OneCheckRefused_GoesOnWithTheOthers()
    {
        var (business, tenant, part) = await BeginAsync();
        await business.AppendAsync(business.Refunded("ch_1", "re_1", "2026-06-01", 5_000));
        await ledger.ExecuteAsync("revoke select on staging.quarantine from ledger_app");
        try
        {
            var run = await RunAsync(part, tenant);

            (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["check_failed quarantine_age open", "refunds_without_charge ch_1 open"]);
            (await Runs.ItemsAsync(ledger, run.Id)).Count.ShouldBe(CheckLibrary.All.Count + 1);
        }
        finally
        {
            await ledger.ExecuteAsync("grant select on staging.quarantine to ledger_app");
        }
    }

    [Fact]
    public async Task Run_StoppedAnywhere_GoesOnAfterWhatWasDone()
    {
        var (business, tenant, part) = await BeginAsync();
        await business.AppendAsync(business.Refunded("ch_1", "re_1", "2026-06-01", 5_000));
        var run = await Runs.BeginAsync(ledger, tenant, "ledger", time);

        // Its time is up after each: one check a message.
        var messages = 1;
        while (await part.RunAsync(new ReconciliationRun(new Database(ledger.App, time), tenant, run.Id, "ledger", null, time, until: DateTimeOffset.MinValue), Cancel) is PartResult.Unfinished)
        {
            (await ledger.ScalarAsync<int>("select jsonb_array_length(cursor -> 'done') from ops.reconciliation_parts where run_id = $1", run.Id)).ShouldBe(messages++);
        }

        messages.ShouldBe(CheckLibrary.All.Count + 1);
        (await Runs.ItemsAsync(ledger, run.Id)).Count.ShouldBe(CheckLibrary.All.Count + 1);
        (await NotedAsync(run)).ShouldBe(["refunds_without_charge ch_1"]);
        (await part.RunAsync(Runs.Resume(ledger, tenant, run.Id, "ledger", time), Cancel)).ShouldBe(new PartResult.Completed());
        (await ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1", business.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Run_MoreThanAnybodyReads_TellsTheNewestThatNobodyAccepted()
    {
        var (business, tenant, part) = await BeginAsync();
        await CheckAsync(Counting(1, 205));
        await CheckAsync(Counting(1, 205));
        (await ToldAsync()).ShouldBe(["s205 S.", "more More of the same than the 200 told here."]);

        // As many more, of which the newest are accepted as they are: those take up no place.
        await ledger.ExecuteAsync(
            "insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor, reason) select $1, 'many', 's' || n, 'accepted', 'low', 'stripe', 'S.', 'test', 'we know of it' from generate_series(203, 205) as n",
            business.Id);
        await CheckAsync(Counting(1, 205));
        (await OpenAsync()).Order(StringComparer.Ordinal).ShouldBe([.. Enumerable.Range(3, 200).Select(n => $"many s{n} open").Append("many more open").Order(StringComparer.Ordinal)]);
        (await StandingAsync("s205")).ShouldBe("accepted");

        // One that is told and is still found, but no longer among the newest, is not settled; all that is found no longer is.
        await CheckAsync(Counting(1, 206));
        (await StandingAsync("s3")).ShouldBe("open");
        await CheckAsync(Counting(1, 2));
        (await OpenAsync()).ShouldBe(["many s1 open", "many s2 open"]);
        (await StandingAsync("s205")).ShouldBe("resolved");

        static Check Counting(int from, int to) => new(
            "many", "It means something.", "low", "stripe", false,
            $"select 's' || n as subject, 'S.' as detail, timestamptz '2026-01-01' + n * interval '1 day' as occurred_at, '[]'::jsonb as fact_rows from generate_series({from}, {to}) as n where $1 is not null");

        async Task CheckAsync(Check check) => await part.RunAsync(await Runs.BeginAsync(ledger, tenant, "ledger", time), check, new LedgerCursor(["many"]), Cancel);

        Task<List<string>> ToldAsync() => ledger.ListAsync(
            "select subject || ' ' || detail from recon.findings where tenant_id = $1 and subject in ('more', 's205', 's5') order by seq", row => row.GetString(0), business.Id);

        async Task<List<string>> OpenAsync() => [.. (await Runs.FindingsAsync(ledger, business.Id)).Where(finding => finding.EndsWith(" open", StringComparison.Ordinal))];

        Task<string> StandingAsync(string subject) => ledger.ScalarAsync<string>("select status from staging.findings where tenant_id = $1 and subject = $2", business.Id, subject);
    }

    [Fact]
    public async Task Run_TheDatabaseIsNotAsItHasToBe_IsLoggedToo()
    {
        var (business, tenant, _) = await BeginAsync();
        var logs = new KeptLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var part = new LedgerPart(null!, factory.CreateLogger<LedgerPart>());
        var odd = new Check("odd", "It means something.", "high", "ledger", true, "select 'ledger.raw_payments' as name, 'is not owned by ledger_owner' as problem");

        await part.RunAsync(await Runs.BeginAsync(ledger, tenant, "ledger", time), odd, new LedgerCursor(["odd"]), Cancel);

        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["odd ledger.raw_payments is not owned by ledger_owner open"]);
        logs.Lines.ShouldBe(["Error: The database is not as it has to be, by check odd: ledger.raw_payments is not owned by ledger_owner."]);
    }

    [Fact]
    public async Task Run_StorageSilent_TellsThatTheSealsCouldNotBeVerified()
    {
        var (business, tenant, _) = await BeginAsync();
        // It answers at once, and with nothing: another key than the account's.
        var storage = (await azurite.ConnectionStringAsync()).Replace("AccountKey=", "AccountKey=AAAA", StringComparison.Ordinal);
        var silent = new Sealing(ledger.Database, storage);

        var run = await RunAsync(new LedgerPart(silent.Verifier, NullLogger<LedgerPart>.Instance), tenant);

        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["check_failed seal open"]);
        (await Runs.ItemsAsync(ledger, run.Id)).ShouldContain("check seal differing");
    }

    [Fact]
    public async Task Run_ASealThatDoesNotVerify_IsOneFindingHoweverOftenItIsSeen()
    {
        var (business, tenant, part) = await BeginAsync();
        await business.AppendAsync(business.Paid("ch_1", "2026-01-05"));
        await ledger.ExecuteAsync("alter table ledger.bodies disable trigger user");
        await ledger.ExecuteAsync("update ledger.bodies set body = '{\"other\":1}'::bytea where tenant_id = $1", business.Id);
        await ledger.ExecuteAsync("alter table ledger.bodies enable always trigger deny_row_change, enable always trigger deny_change, enable always trigger deny_truncate");

        await RunAsync(part, tenant);
        var second = await RunAsync(part, tenant);

        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["seal Not sealed yet open"]);
        (await ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1", business.Id)).ShouldBe(1);
        (await Runs.ItemsAsync(ledger, second.Id)).ShouldContain("check seal differing");
    }

    private async Task<(CheckedBusiness Business, Tenant Tenant, LedgerPart Part)> BeginAsync()
    {
        var slug = $"t{Guid.NewGuid():n}"[..20];
        var id = await ledger.AddTenantAsync("UTC", slug: slug);
        var sealing = new Sealing(ledger.Database, await azurite.ConnectionStringAsync());
        return (new CheckedBusiness(ledger, id), await sealing.TenantAsync(slug), new LedgerPart(sealing.Verifier, NullLogger<LedgerPart>.Instance));
    }

    private async Task<ReconciliationRun> RunAsync(LedgerPart part, Tenant tenant)
    {
        var run = await Runs.BeginAsync(ledger, tenant, "ledger", time);
        (await part.RunAsync(run, Cancel)).ShouldBe(new PartResult.Completed());
        return run;
    }

    private Task<List<string>> NotedAsync(ReconciliationRun run) => ledger.ListAsync(
        "select check_name || ' ' || subject from ops.reconciliation_findings where run_id = $1 order by 1", row => row.GetString(0), run.Id);
}
