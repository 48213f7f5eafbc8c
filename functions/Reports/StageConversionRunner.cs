using System.Data;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>
/// Runs stage conversion: one transaction on one snapshot counts, and keeps what it counted with the point of the ledger it
/// saw, so that the run can be computed again exactly. A run whose counting fails is kept with its error.
/// </summary>
public sealed partial class StageConversionRunner(Database database, TimeProvider time, ILogger<StageConversionRunner> log)
{
    private const string SelectPoint = """
        select p.incarnation, p.snapshot::text, p.definitions_version, t.funnel_window_days
        from report.position as p
        cross join staging.tenants as t
        where t.tenant_id = $1
        """;

    private const string SelectPipelines = "select pipeline_id, name from staging.pipelines where tenant_id = $1 order by display_order, pipeline_id";

    private const string SelectStages = """
        select pipeline_id, stage_id, name
        from staging.stages
        where tenant_id = $1
        order by display_order, stage_id
        """;

    private const string SelectPairs = """
        select from_stage_id, from_stage, to_stage_id, to_stage
        from report.stage_pairs($1, $2, $3::jsonb)
        order by pair_order
        """;

    private const string Count = """
        select from_stage_id, from_stage, to_stage_id, to_stage, entered, converted, rate
        from report.stage_conversion($1, $2, $3, $4, $5::int, $6::jsonb)
        order by pair_order
        """;

    // A run that was committed, though the answer to the commit was lost, stays what it is.
    private const string InsertRun = """
        insert into runs.report_run (tenant_id, run_id, report, status, parameters, actor, started_at, finished_at, as_of, error)
        values ($1, $2, 'stage_conversion', $3, $4::jsonb, $5, $6, $7, $8, $9)
        on conflict (tenant_id, run_id) do nothing
        """;

    private const string InsertFacts = """
        insert into runs.stage_conversion_facts (tenant_id, run_id, pipeline_id, from_stage_id, to_stage_id, pair_order, entered, converted)
        select $1, $2, $3, f.from_stage_id, f.to_stage_id, f.pair_order, f.entered, f.converted
        from unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[]) with ordinality as f (from_stage_id, to_stage_id, entered, converted, pair_order)
        """;

    public async Task<StageConversionResult> RunAsync(Caller caller, StageConversionRequest request, CancellationToken cancel)
    {
        var startedAt = Now();
        var (order, fault) = StageConversionOrder.Read(request, caller.Tenant.TimeZone, startedAt);
        if (order is null)
        {
            return new StageConversionResult.Invalid(fault!);
        }

        StageConversionRun run;
        StageConversionFailure failure;
        await using (var session = await database.OpenAsync(caller.Tenant.Id, cancel, IsolationLevel.RepeatableRead))
        {
            var settings = await ReadSettingsAsync(session, caller.Tenant, cancel);
            (var pipeline, fault) = settings.Find(order);
            if (pipeline is null)
            {
                return new StageConversionResult.Invalid(fault!);
            }

            run = new StageConversionRun
            {
                Run = Guid.CreateVersion7(startedAt),
                Status = StageConversionRun.Completed,
                Parameters = await FillInAsync(session, caller.Tenant, order, settings, pipeline, cancel),
                Actor = caller.Actor,
                StartedAt = startedAt,
                FinishedAt = startedAt,
                AsOf = settings.AsOf.ToString(),
            };
            try
            {
                run = await CountAsync(session, caller.Tenant, run, cancel);
                await session.CommitAsync(cancel);
                return new StageConversionResult.Completed(run);
            }
            catch (NpgsqlException e)
            {
                failure = StageConversionFailure.Of(e);
                LogFailed(caller.Tenant.Slug, run.Run, failure.Words);
            }
        }

        return await KeepFailedAsync(caller.Tenant, run, failure);
    }

    private static async Task<StageConversionSettings> ReadSettingsAsync(TenantSession session, Tenant tenant, CancellationToken cancel)
    {
        var stages = await session.ListAsync(
            SelectStages, row => (Pipeline: row.GetString(0), Stage: new StageConversionStage(row.GetString(1), row.GetString(2))), cancel, tenant.Id);
        var byPipeline = stages.ToLookup(row => row.Pipeline, row => row.Stage);
        var pipelines = await session.ListAsync(
            SelectPipelines, row => new StageConversionPipeline(row.GetString(0), row.GetString(1), [.. byPipeline[row.GetString(0)]]), cancel, tenant.Id);
        return await session.FirstAsync(
            SelectPoint,
            row => new StageConversionSettings(new LedgerPosition(row.GetInt32(0), row.GetString(1)), row.GetInt64(2), row.GetInt32(3), pipelines),
            cancel,
            tenant.Id) ?? throw new InvalidOperationException($"Tenant {tenant.Slug} has no settings.");
    }

    private static async Task<StageConversionParameters> FillInAsync(
        TenantSession session, Tenant tenant, StageConversionOrder order, StageConversionSettings settings, StageConversionPipeline pipeline, CancellationToken cancel)
    {
        var pairs = await session.ListAsync(
            SelectPairs,
            row => new StageConversionPair(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
            cancel,
            tenant.Id,
            pipeline.Id,
            order.Pairs is null ? null : Json(order.Pairs));
        return new StageConversionParameters(
            pipeline.Id, pipeline.Name, order.From, order.To, order.Window is { } window ? window.Days : settings.WindowDays, pairs, settings.DefinitionsVersion);
    }

    private async Task<StageConversionRun> CountAsync(TenantSession session, Tenant tenant, StageConversionRun run, CancellationToken cancel)
    {
        var asked = run.Parameters;
        var facts = await session.ListAsync(
            Count, StageConversionRuns.ReadFact, cancel, tenant.Id, asked.Pipeline, asked.From, asked.To, asked.WindowDays, Json(asked.Pairs));
        var counted = run with { FinishedAt = NotBefore(run.StartedAt), Facts = facts };
        await InsertAsync(session, tenant, counted, cancel);
        await session.ExecuteAsync(
            InsertFacts, cancel, tenant.Id, run.Run, asked.Pipeline,
            facts.Select(fact => fact.From).ToArray(), facts.Select(fact => fact.To).ToArray(),
            facts.Select(fact => fact.Entered).ToArray(), facts.Select(fact => fact.Converted).ToArray());
        return counted;
    }

    // Also when the caller has gone meanwhile.
    private async Task<StageConversionResult> KeepFailedAsync(Tenant tenant, StageConversionRun run, StageConversionFailure failure)
    {
        var failed = run with
        {
            Status = StageConversionRun.Failed,
            FinishedAt = NotBefore(run.StartedAt),
            Error = failure.Words,
            Facts = [],
        };
        await using var session = await database.OpenAsync(tenant.Id, CancellationToken.None);
        var isNew = await InsertAsync(session, tenant, failed, CancellationToken.None) > 0;
        await session.CommitAsync(CancellationToken.None);
        return isNew ? new StageConversionResult.Failed(failed, failure.IsTransient) : new StageConversionResult.Completed(run);
    }

    private static Task<int> InsertAsync(TenantSession session, Tenant tenant, StageConversionRun run, CancellationToken cancel) =>
        session.ExecuteAsync(
            InsertRun, cancel, tenant.Id, run.Run, run.Status, Json(run.Parameters), run.Actor,
            run.StartedAt.UtcDateTime, run.FinishedAt.UtcDateTime, run.AsOf, run.Error);

    // Clocks are set back now and then; a run does not end before it began.
    private DateTimeOffset NotBefore(DateTimeOffset start) => Now() is var now && now > start ? now : start;

    // To the microsecond, as PostgreSQL keeps it: a run reads back as it was told.
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonResponse.Options);

    [LoggerMessage(LogLevel.Error, "Stage conversion of {Tenant}, run {Run}, failed: {Failure}")]
    private partial void LogFailed(string tenant, Guid run, string failure);
}
