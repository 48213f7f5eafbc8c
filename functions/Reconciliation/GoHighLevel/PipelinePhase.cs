using System.Globalization;
using System.Text.Json;
using Plumbline.Platform;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>The clock, what time is compared, and which stages the tenant's settings do not name.</summary>
internal static class PipelinePhase
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(3);
    private static readonly TimeSpan LateOutcomes = TimeSpan.FromDays(30);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(60);

    private const string SelectFirstStart = "select min(start_at) from staging.appointments where tenant_id = $1 and start_at >= $2";

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var run = scene.Run;
        var answer = await scene.Client.PipelinesAsync(cancel);
        var now = run.Time.GetUtcNow();
        var apart = answer.Date is { } date && (date - now).Duration() > Tolerance ? date - now : TimeSpan.Zero;
        var findings = new List<NewFinding>();
        if (apart != TimeSpan.Zero)
        {
            // In whole minutes, so that the same finding is told in the same words for a while.
            var minutes = ((long)apart.TotalMinutes).ToString("+0;-0", CultureInfo.InvariantCulture);
            findings.Add(GoHighLevelScene.Finding(GoHighLevelChecks.Clock, "gohighlevel", "low", $"GoHighLevel's clock is {minutes} minutes from ours: what is not dated is dated by its clock."));
        }

        var startedAt = now + apart;
        var compared = await run.FindComparedUntilAsync(cancel);
        var first = await FirstAsync(run, cancel);
        var since = run.Since ?? compared - Overlap ?? first;
        var from = run.Since is null && compared is null ? first : since - LateOutcomes;
        await using (var session = await run.OpenAsync(cancel))
        {
            await run.SetPeriodAsync(session, since, startedAt, cancel);
            await session.CommitAsync(cancel);
        }

        return new GoHighLevelStep(cursor with
        {
            Phase = GoHighLevelPhase.Deals,
            StartedAt = startedAt,
            Ahead = apart,
            From = from,
            Until = startedAt + Ahead,
            DealMark = await DealLedger.FindMarkAsync(scene, cancel),
            AppointmentMark = await AppointmentLedger.FindMarkAsync(scene, cancel),
            UnknownStages = [.. StagesUnknown(scene, answer.Json)],
        })
        {
            Findings = findings,
        };
    }

    // What the ledger has from before the tenant's first month counts as well, as far as its date can be meant.
    private static async Task<DateTimeOffset> FirstAsync(ReconciliationRun run, CancellationToken cancel)
    {
        var start = StartOf(run.Tenant.FirstMonth.First, run.Tenant.TimeZone);
        await using var session = await run.OpenAsync(cancel);
        return await session.FirstAsync(SelectFirstStart, row => row.GetOptional<DateTimeOffset>(0), cancel, run.Tenant.Id, start.AddYears(-2)) is { } first && first < start ? first : start;
    }

    // A pipeline of which the settings name no stage is none of the reports'.
    private static IEnumerable<UnknownStage> StagesUnknown(GoHighLevelScene scene, JsonElement answer)
    {
        var known = scene.Run.Tenant.Crm.Stages.ToLookup(stage => stage.PipelineId, stage => stage.StageId);
        foreach (var pipeline in ListOf(answer, "pipelines"))
        {
            foreach (var stage in ListOf(pipeline, "stages"))
            {
                if (TextOf(pipeline, "id") is { } pipelineId && TextOf(stage, "id") is { } stageId && known.Contains(pipelineId) && !known[pipelineId].Contains(stageId))
                {
                    yield return new UnknownStage(
                        pipelineId, stageId,
                        $"GoHighLevel has the stage {TextOf(stage, "name") ?? stageId} in the pipeline {TextOf(pipeline, "name") ?? pipelineId}, which the tenant's settings do not name.");
                }
            }
        }
    }

    private static IEnumerable<JsonElement> ListOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : throw GoHighLevelClient.Malformed($"without the list {name}");

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static DateTimeOffset StartOf(DateOnly day, string zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(midnight)).ToUniversalTime();
    }
}
