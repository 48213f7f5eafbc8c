namespace Plumbline.Manage;

/// <summary>A stage of a pipeline.</summary>
/// <param name="Id">The CRM's id.</param>
/// <param name="Name">As the CRM writes it: workflows name stages by it, whatever the case.</param>
/// <param name="DisplayOrder">Where it stands in its pipeline; its position, counted from 1, when left out.</param>
/// <param name="Meaning">qualified, spam, test or internal; none of them when left out.</param>
public sealed record StageSettings(string Id, string Name, int? DisplayOrder = null, string? Meaning = null);
