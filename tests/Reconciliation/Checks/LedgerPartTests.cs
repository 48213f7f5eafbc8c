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
            ["medium stripe 50.00 USD of charge ch_1 was given back on 2026-06-01, and the ledger has no such charge. reconciliation raw_payments"]);

        await business.AppendAsync(business.Paid("ch_1", "2026-05-30"));
        var third = await RunAsync(part, tenant);
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldBe(["refunds_without_charge ch_1 resolved", "refunds_without_charge ch_2 open"]);
        (await NotedAsync(third)).ShouldBe(["refunds_without_charge ch_2"]);
        (await ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1", business.Id)).ShouldBe(3, "seen twice is one row");
    }

    [Fact]
    public async Task Run_ACheckThatCannotRun_IsAFindingAndSettlesNothing()
    {
        var (business, tenant, _) = await BeginAsync();
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

        async Task CheckAsync(Check check) => await LedgerPart.RunAsync(await Runs.BeginAsync(ledger, tenant, "ledger", time), check, new LedgerCursor(["odd"]), Cancel);
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
    public async Task Run_MoreThanAnybodyReads_TellsTheOldestAndHowManyMore()
    {
        var (business, tenant, _) = await BeginAsync();
        var many = new Check(
            "many", "It means something.", "low", "stripe", false,
            "select 's' || n as subject, 'S.' as detail, timestamptz '2026-01-01' + n * interval '1 day' as occurred_at, '[]'::jsonb as fact_rows from generate_series(1, 205) as n where $1 is not null");

        await CheckAsync(many);
        await CheckAsync(many);
        (await ledger.ListAsync(
            "select subject || ' ' || detail from recon.findings where tenant_id = $1 and (subject = 'more' or subject in ('s200', 's201')) order by seq", row => row.GetString(0), business.Id))
            .ShouldBe(["s200 S.", "more 5 more like the 200 oldest, which alone are told one by one."]);

        // One that was told and is still found, but no longer among the oldest, is not settled.
        await CheckAsync(many with { Sql = many.Sql.Replace("generate_series(1", "generate_series(0", StringComparison.Ordinal) });
        (await Runs.FindingsAsync(ledger, business.Id)).ShouldContain("many s200 open");
        await CheckAsync(many with { Sql = many.Sql.Replace("205", "2", StringComparison.Ordinal) });
        (await Runs.FindingsAsync(ledger, business.Id)).Where(finding => finding.EndsWith(" open", StringComparison.Ordinal)).ShouldBe(["many s1 open", "many s2 open"]);

        async Task CheckAsync(Check check) => await LedgerPart.RunAsync(await Runs.BeginAsync(ledger, tenant, "ledger", time), check, new LedgerCursor(["many"]), Cancel);
    }

    [Fact]
    public async Task Run_StorageSilent_TellsThatTheSealsCouldNotBeVerified()
    {
        var (business, tenant, _) = await BeginAsync();
        // It answers at once, and with nothing: another key than the account's.
        var storage = (await azurite.ConnectionStringAsync()).Replace("AccountKey=", "AccountKey=AAAA", StringComparison.Ordinal);
        var silent = new Sealing(ledger.Database, storage);

        var run = await RunAsync(new LedgerPart(silent.Verifier), tenant);

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
        return (new CheckedBusiness(ledger, id), await sealing.TenantAsync(slug), new LedgerPart(sealing.Verifier));
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
