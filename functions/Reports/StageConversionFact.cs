using System.Text.Json.Serialization;

namespace Plumbline.Reports;

/// <summary>What a run found of a pair of stages.</summary>
/// <param name="Entered">Deals that entered the first stage in the period, each once.</param>
/// <param name="Converted">Those of them that entered the second within the window.</param>
/// <param name="Rate">Null where nothing entered.</param>
public sealed record StageConversionFact(
    string From,
    string FromName,
    string To,
    string ToName,
    long Entered,
    long Converted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Rate);
