using System.Text.Json.Serialization;

namespace Plumbline.Reports;

/// <summary>What a run was asked for with every default filled in, as it is stored and told. Names are those of that moment.</summary>
/// <param name="To">The first date after the period.</param>
/// <param name="WindowDays">Null for no limit.</param>
/// <param name="DefinitionsVersion">The definitions that were in force.</param>
public sealed record StageConversionParameters(
    string Pipeline,
    string PipelineName,
    DateOnly From,
    DateOnly To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? WindowDays,
    IReadOnlyList<StageConversionPair> Pairs,
    long DefinitionsVersion);
