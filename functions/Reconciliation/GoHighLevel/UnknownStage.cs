namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>A stage that the tenant's settings do not name.</summary>
/// <param name="Detail">The same in words.</param>
internal sealed record UnknownStage(string PipelineId, string StageId, string Detail);
