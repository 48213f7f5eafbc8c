using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Deals as deliveries show them.</summary>
internal static class GoHighLevelOpportunities
{
    public static OpportunityState OfNative(SourceObject opportunity, GoHighLevelObservation seen) => Of(seen, opportunity.RequiredText("id"), bare =>
    {
        var value = seen.Context.ToMinor(opportunity.Decimal("monetaryValue"), "monetaryValue");
        return bare with
        {
            PipelineId = opportunity.Text("pipelineId"),
            StageId = opportunity.Text("pipelineStageId"),
            Status = StatusOf(opportunity),
            ValueMinor = value,
            Currency = value is null ? null : seen.Context.Tenant.Currency,
            AddedAt = seen.Context.Happened("dateAdded", opportunity.Time),
            Origin = opportunity.TextOrNull("source"),
        };
    });

    /// <summary>As the API answers, which names the day a deal was added otherwise.</summary>
    public static OpportunityState OfPull(SourceObject opportunity, GoHighLevelObservation seen)
    {
        var state = OfNative(opportunity, seen);
        return state.Deleted ? state : state with { AddedAt = seen.Context.Happened("createdAt", opportunity.Time) ?? state.AddedAt };
    }

    /// <param name="workflow">The workflow's whole body, the deal's fields at its top.</param>
    public static OpportunityState OfWorkflow(SourceObject workflow, GoHighLevelObservation seen) => Of(seen, workflow.RequiredText("id"), bare =>
    {
        var pipelineId = workflow.RequiredText("pipeline_id");
        var value = seen.Context.ToMinor(workflow.DecimalOrText("lead_value"), "lead_value");
        return bare with
        {
            PipelineId = pipelineId,
            StageId = StageOf(seen.Context, pipelineId, StageNameOf(workflow)),
            Status = StatusOf(workflow),
            ValueMinor = value,
            Currency = value is null ? null : seen.Context.Tenant.Currency,
            Origin = workflow.TextOrNull("source"),
        };
    });

    /// <summary>The name of the stage, which workflows misspell.</summary>
    public static string? StageNameOf(SourceObject workflow) =>
        workflow.TextOrNull("pipleline_stage") ?? workflow.TextOrNull("pipeline_stage") ?? workflow.TextOrNull("pipelineStage");

    private static OpportunityState Of(GoHighLevelObservation seen, string id, Func<OpportunityState, OpportunityState> read)
    {
        var bare = new OpportunityState
        {
            SourceKey = $"{seen.EventKey}:opportunity",
            OpportunityId = id,
            EffectiveAt = seen.EffectiveAt,
            Deleted = seen.Type.Deletes(GoHighLevelEntity.Opportunity),
            Tags = seen.Tags,
        };
        return GoHighLevelObservation.Complete(bare, bare.Deleted, read);
    }

    private static string StageOf(GoHighLevelContext context, string pipelineId, string? name)
    {
        var stages = context.Tenant.Crm.Stages
            .Where(stage => stage.PipelineId == pipelineId && string.Equals(stage.Name.Trim(), name, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return stages is [var stage] ? stage.StageId : throw new UnknownStageException();
    }

    private static string StatusOf(SourceObject opportunity) => opportunity.Text("status")?.ToLowerInvariant() switch
    {
        ("open" or "won" or "lost" or "abandoned") and var status => status,
        _ => throw new UnmappableException("status is not open, won, lost or abandoned"),
    };
}
