namespace Plumbline.Tenants;

/// <summary>A stage of one of the CRM's pipelines.</summary>
public sealed record PipelineStage(string PipelineId, string StageId, string Name);
