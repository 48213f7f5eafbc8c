namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Stages that the tenant's settings do not name and no deal is in yet: of those with deals the check unknown_stages tells.</summary>
internal static class StagePhase
{
    private const string SelectUsed = """
        with latest as (
            select distinct on (o.opportunity_id) o.pipeline_id, o.stage_id, o.deleted
            from staging.opportunities as o
            where o.tenant_id = $1
            order by o.opportunity_id, o.effective_at desc, o.seq desc
        )

        select distinct l.pipeline_id, l.stage_id
        from latest as l
        where not l.deleted and l.pipeline_id = any ($2) and l.stage_id = any ($3)
        """;

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var next = cursor with { Phase = GoHighLevelPhase.Calendars, UnknownStages = [] };
        if (cursor.UnknownStages.Count == 0)
        {
            return new GoHighLevelStep(next);
        }

        var used = await scene.ScanAsync(
            SelectUsed, row => (row.GetString(0), row.GetString(1)), cancel, scene.Run.Tenant.Id,
            cursor.UnknownStages.Select(stage => stage.PipelineId).ToArray(), cursor.UnknownStages.Select(stage => stage.StageId).ToArray());
        return new GoHighLevelStep(next)
        {
            Findings =
            [
                .. cursor.UnknownStages.Where(stage => !used.Contains((stage.PipelineId, stage.StageId)))
                    .Select(stage => GoHighLevelScene.Finding(GoHighLevelChecks.Stage, $"{stage.PipelineId}/{stage.StageId}", "low", stage.Detail)),
            ],
        };
    }
}
