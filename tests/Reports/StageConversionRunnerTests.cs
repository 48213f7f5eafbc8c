using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Sql;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

[Trait("Category", "Sql")]
public sealed class StageConversionRunnerTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly DateTimeOffset Now = new(2026, 2, 10, 9, 30, 0, TimeSpan.Zero);
    private static readonly StageConversionRequest January = new("p1", Month: "2026-01");

    private readonly ManualTime time = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WithDefaults_KeepsWhatItCountedAndWhatItWasAskedFor()
    {
        var caller = await CallerAsync("d s1 2026-01-05; d s2 2026-01-06; e s1 2026-01-07");

        var run = (await RunAsync(caller, January)).ShouldBeOfType<StageConversionResult.Completed>().Run;

        run.Parameters.ShouldBe(new StageConversionParameters("p1", "Pipeline p1", new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), 90, run.Parameters.Pairs, run.DefinitionsVersion));
        run.Parameters.Pairs.ShouldBe([new("s1", "Stage s1", "s2", "Stage s2"), new("s2", "Stage s2", "s3", "Stage s3"), new("s3", "Stage s3", "s4", "Stage s4")]);
        run.Facts!.ShouldBe([
            new("s1", "Stage s1", "s2", "Stage s2", 2, 1, 0.5m), new("s2", "Stage s2", "s3", "Stage s3", 1, 0, 0m), new("s3", "Stage s3", "s4", "Stage s4", 0, 0, null)]);
        (run.Status, run.Actor, run.StartedAt, run.FinishedAt, run.Error).ShouldBe(("completed", "a test", Now, Now, null));
        var kept = (await new StageConversionRuns(ledger.Unprepared).FindAsync(caller.Tenant, run.Run, Cancel)).ShouldNotBeNull();
        Written(kept).ShouldBe(Written(run));
        (await StatusesAsync(caller)).ShouldBe(["completed 3"]);
    }

    [Fact]
    public async Task Run_UnderItsStoredAsOf_RecomputesAfterLaterFacts()
    {
        var caller = await CallerAsync("d s1 2026-01-05; d s2 2026-01-06; e s1 2026-01-07");
        var run = (await RunAsync(caller, January with { WindowDays = JsonSerializer.SerializeToElement<int?>(null) })).ShouldBeOfType<StageConversionResult.Completed>().Run;
        await ledger.TellAsync(caller.Tenant.Id, "e s2 2026-01-08; d - 2026-02-01 deleted; f s1 2026-01-02");
        await ledger.ExecuteAsync("insert into config.tenant_versions (tenant_id, name, currency, first_month, actor) values ($1, 'Renamed', 'USD', '2025-01-01', 'test')", caller.Tenant.Id);

        await using var session = await ledger.Unprepared.OpenAsync(caller.Tenant.Id, Cancel);
        await session.ListAsync("select set_config('app.as_of', $1, true)", _ => 0, Cancel, run.AsOf);
        var again = await session.ListAsync(
            """
            select c.pair_order, c.from_stage_id, c.to_stage_id, c.entered, c.converted, c.rate
            from runs.report_run as r
            cross join lateral report.stage_conversion(
                r.tenant_id, r.parameters ->> 'pipeline', (r.parameters ->> 'from')::date, (r.parameters ->> 'to')::date, (r.parameters ->> 'windowDays')::int, r.parameters -> 'pairs') as c
            where r.run_id = $1
            order by c.pair_order
            """,
            Read, Cancel, run.Run);
        var stored = await ledger.ListAsync(
            "select pair_order, from_stage_id, to_stage_id, entered, converted, rate from runs.stage_conversion_facts where run_id = $1 order by pair_order", Read, run.Run);

        again.ShouldBe(stored);
        stored.Select(fact => (fact.Entered, fact.Converted)).ShouldBe([(2, 1), (1, 0), (0, 0)]);
        (await ledger.ConversionAsync(caller.Tenant.Id, window: null, pairs: """[{"from":"s1","to":"s2"}]""")).ShouldBe("1/2");
        Written((await new StageConversionRuns(ledger.Unprepared).FindAsync(caller.Tenant, run.Run, Cancel))!).ShouldBe(Written(run));

        static (int Order, string From, string To, long Entered, long Converted, decimal? Rate) Read(NpgsqlDataReader row) =>
            (row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row[5] as decimal?);
    }

    [Fact]
    public async Task Run_WhoseCountingTakesTooLong_IsKeptAsFailedWithoutFacts()
    {
        var caller = await CallerAsync("d s1 2026-01-05");
        await using var impatient = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ledger.AppConnectionString) { Options = "-c role=ledger_app -c statement_timeout=1500" });
        await using var blocker = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var held = await blocker.BeginTransactionAsync(Cancel);
        await using var block = new NpgsqlCommand("lock table ledger.raw_opportunities in access exclusive mode", blocker);
        await block.ExecuteNonQueryAsync(Cancel);

        var result = (await RunAsync(caller, January, new Database(impatient, time))).ShouldBeOfType<StageConversionResult.Failed>();

        result.IsTransient.ShouldBeTrue();
        result.Run.Error.ShouldNotBeNull().ShouldContain("57014");
        await held.RollbackAsync(Cancel);
        var kept = (await new StageConversionRuns(ledger.Unprepared).FindAsync(caller.Tenant, result.Run.Run, Cancel)).ShouldNotBeNull();
        Written(kept).ShouldBe(Written(result.Run));
        (kept.Status, kept.Parameters.WindowDays, kept.Parameters.Pairs.Count, kept.Facts!.Count).ShouldBe(("failed", 90, 3, 0));
        (await StatusesAsync(caller)).ShouldBe(["failed 0"]);
    }

    // PostgreSQL's own message tells the whole row that was refused.
    [Fact]
    public async Task Run_WhoseFactsAreRefused_TellsTheCodeAndNoValue()
    {
        await using var own = new LedgerDatabase();
        await own.InitializeAsync();
        var tenant = await own.AddPipelinesTenantAsync(slug: "own-co");
        await own.TellAsync(tenant, "deal-of-jane s1 2026-01-05");
        await own.ExecuteAsync("alter table runs.stage_conversion_facts add check (from_stage_id <> 's1')");
        var caller = await CallerAsync(own, "own-co");

        var result = (await RunAsync(caller, January, own.Database)).ShouldBeOfType<StageConversionResult.Failed>();

        (result.IsTransient, result.Run.Error).ShouldBe((false, "The database refused it (SQLSTATE 23514)."));
        (await own.ScalarAsync<string>("select string_agg(status || ' ' || error, ',') from runs.report_run")).ShouldBe("failed The database refused it (SQLSTATE 23514).");
        (await own.ScalarAsync<long>("select count(*) from runs.stage_conversion_facts")).ShouldBe(0);
    }

    [Fact]
    public async Task Run_WhoseCallerGoesAway_KeepsNothing()
    {
        var caller = await CallerAsync("d s1 2026-01-05");
        await using var blocker = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var held = await blocker.BeginTransactionAsync(Cancel);
        await using var block = new NpgsqlCommand("lock table ledger.raw_opportunities in access exclusive mode", blocker);
        await block.ExecuteNonQueryAsync(Cancel);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        gone.CancelAfter(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new StageConversionRunner(ledger.Unprepared, time, NullLogger<StageConversionRunner>.Instance).RunAsync(caller, January, gone.Token));

        await held.RollbackAsync(Cancel);
        (await StatusesAsync(caller)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ManyAtOnce_KeepsEach()
    {
        var caller = await CallerAsync("d s1 2026-01-05; d s2 2026-01-06");

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync(caller, January)));

        var ids = results.Select(result => result.ShouldBeOfType<StageConversionResult.Completed>().Run.Run).ToList();
        ids.Distinct().Count().ShouldBe(6);
        (await StatusesAsync(caller)).ShouldBe(Enumerable.Repeat("completed 3", 6));
        (await new StageConversionRuns(ledger.Unprepared).ListAsync(caller.Tenant, new StageConversionListQuery(null, null, null, 50), Cancel))
            .Select(run => run.Run).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Run_WhenTheClockIsSetBack_DoesNotEndBeforeItBegan()
    {
        var caller = await CallerAsync("d s1 2026-01-05");
        var clock = new BackwardTime(Now);

        var result = await new StageConversionRunner(ledger.Unprepared, clock, NullLogger<StageConversionRunner>.Instance).RunAsync(caller, January, Cancel);

        result.ShouldBeOfType<StageConversionResult.Completed>().Run.FinishedAt.ShouldBe(Now);
    }

    [Theory]
    [InlineData(null, null, "pipeline is missing, and there are several: p1 (Pipeline p1), p2 (Pipeline p2).")]
    [InlineData("p9", null, "pipeline is 'p9', which the tenant does not have; known are p1 (Pipeline p1), p2 (Pipeline p2).")]
    [InlineData("p1\0", null, "pipeline is 'p1\0', which the tenant does not have")]
    [InlineData("p1", "s1 s9", "pairs[0].to is 's9', which is no stage of pipeline p1; known are s1 (Stage s1), s2 (Stage s2)")]
    [InlineData("p1", "s1 s2,S1 s2", "pairs[1].from is 'S1'")]
    public async Task Run_OfWhatTheTenantDoesNotHave_NamesItAndWhatThereIs(string? pipeline, string? pairs, string named)
    {
        var caller = await CallerAsync("d s1 2026-01-05");
        var given = pairs?.Split(',').Select(pair => new StagePairRequest(pair.Split(' ')[0], pair.Split(' ')[1])).ToList();

        var result = await RunAsync(caller, January with { Pipeline = pipeline, Pairs = given });

        result.ShouldBeOfType<StageConversionResult.Invalid>().Reason.ShouldStartWith(named);
        (await StatusesAsync(caller)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_WithoutAPipelineOrAPairInIt_SaysWhy()
    {
        var slug = NewSlug();
        var tenant = await ledger.AddTenantAsync(slug: slug);
        var caller = await CallerAsync(ledger, slug);
        (await ReasonAsync(null)).ShouldBe("The tenant's settings have no pipeline yet.");
        (await ReasonAsync("p1")).ShouldBe("pipeline is 'p1', which the tenant does not have; its settings have none yet.");

        await ledger.ExecuteAsync("insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) select $1, max(seq), 'p1', 'Sales', 1 from config.tenant_versions where tenant_id = $1", tenant);
        (await ReasonAsync(null)).ShouldBe("Pipeline p1 has fewer than two stages, so there is no pair of them.");

        async Task<string> ReasonAsync(string? pipeline) =>
            (await RunAsync(caller, new StageConversionRequest(pipeline))).ShouldBeOfType<StageConversionResult.Invalid>().Reason;
    }

    [Fact]
    public async Task Find_AnotherTenantsRun_IsNothing()
    {
        var (caller, other) = (await CallerAsync("d s1 2026-01-05"), await CallerAsync("d s1 2026-01-05"));
        var run = (await RunAsync(caller, January)).ShouldBeOfType<StageConversionResult.Completed>().Run;

        (await new StageConversionRuns(ledger.Unprepared).FindAsync(other.Tenant, run.Run, Cancel)).ShouldBeNull();
        (await new StageConversionRuns(ledger.Unprepared).ListAsync(other.Tenant, new StageConversionListQuery(null, null, null, 50), Cancel)).ShouldBeEmpty();
    }

    private static string NewSlug() => $"t{Guid.NewGuid():n}"[..20];

    private static string Written(StageConversionRun run) => JsonSerializer.Serialize(run, JsonResponse.Options);

    private Task<StageConversionResult> RunAsync(Caller caller, StageConversionRequest request, Database? database = null) =>
        new StageConversionRunner(database ?? ledger.Unprepared, time, NullLogger<StageConversionRunner>.Instance).RunAsync(caller, request, Cancel);

    private async Task<Caller> CallerAsync(string observations)
    {
        var slug = NewSlug();
        await ledger.TellAsync(await ledger.AddPipelinesTenantAsync(slug: slug), observations);
        return await CallerAsync(ledger, slug);
    }

    private async Task<Caller> CallerAsync(LedgerDatabase database, string slug) =>
        new((await new TenantDirectory(database.Database, time).FindAsync(slug, Cancel))!, "a test");

    /// <summary>Status and number of facts of each run.</summary>
    private Task<List<string>> StatusesAsync(Caller caller) => ledger.ListAsync(
        "select r.status || ' ' || (select count(*) from runs.stage_conversion_facts f where f.tenant_id = r.tenant_id and f.run_id = r.run_id) from runs.report_run r where r.tenant_id = $1",
        row => row.GetString(0), caller.Tenant.Id);

    private sealed class BackwardTime(DateTimeOffset start) : TimeProvider
    {
        private int asked;

        public override DateTimeOffset GetUtcNow() => start.AddHours(-asked++);
    }
}
