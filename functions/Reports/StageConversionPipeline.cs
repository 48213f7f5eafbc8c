namespace Plumbline.Reports;

/// <summary>A pipeline as the tenant's settings have it.</summary>
/// <param name="Stages">In their order.</param>
public sealed record StageConversionPipeline(string Id, string Name, IReadOnlyList<StageConversionStage> Stages);
