namespace Plumbline.Reports;

/// <summary>A stage of a pipeline, by the CRM's id.</summary>
public sealed record StageConversionStage(string Id, string Name);
