namespace Plumbline.Manage;

/// <summary>A pipeline of the CRM.</summary>
/// <param name="Id">The CRM's id.</param>
/// <param name="DisplayOrder">Where it stands in lists; its position, counted from 1, when left out.</param>
/// <param name="Stages">At most 100.</param>
public sealed record PipelineSettings(string Id, string Name, int? DisplayOrder = null, IReadOnlyList<StageSettings>? Stages = null);
