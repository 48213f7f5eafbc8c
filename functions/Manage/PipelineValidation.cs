using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class PipelineValidation
{
    private const int MostPipelines = 50;
    private const int MostStages = 100;

    private static readonly string[] Meanings = ["qualified", "spam", "test", "internal"];

    public static string? Fault(IReadOnlyList<PipelineSettings>? pipelines) =>
        Each(pipelines, "pipelines", MostPipelines, Fault)
        ?? Repeated(pipelines, "pipelines", ".id", pipeline => pipeline.Id.Trim());

    private static string? Fault(PipelineSettings pipeline, string path) =>
        Text(pipeline.Id, $"{path}.id", 100)
        ?? Text(pipeline.Name, $"{path}.name", 200)
        ?? Order(pipeline.DisplayOrder, $"{path}.displayOrder")
        ?? Each(pipeline.Stages, $"{path}.stages", MostStages, Fault)
        ?? Repeated(pipeline.Stages, $"{path}.stages", ".id", stage => stage.Id.Trim())
        ?? Repeated(pipeline.Stages, $"{path}.stages", ".name", stage => stage.Name.Trim(), StringComparer.OrdinalIgnoreCase);

    private static string? Fault(StageSettings stage, string path) =>
        Text(stage.Id, $"{path}.id", 100)
        ?? Text(stage.Name, $"{path}.name", 200)
        ?? Order(stage.DisplayOrder, $"{path}.displayOrder")
        ?? (stage.Meaning is null ? null : OneOf(stage.Meaning, $"{path}.meaning", Meanings));
}
