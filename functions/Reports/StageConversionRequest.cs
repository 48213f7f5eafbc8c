using System.Text.Json;

namespace Plumbline.Reports;

/// <summary>The body that asks for a run of stage conversion.</summary>
/// <param name="Pipeline">The CRM's id of the pipeline; may be left out where there is one alone.</param>
/// <param name="From">The period's first date.</param>
/// <param name="To">The first date after it.</param>
/// <param name="Month">In place of both; without any of them the tenant's current month is meant.</param>
/// <param name="Pairs">In place of each stage and the next one.</param>
public sealed record StageConversionRequest(
    string? Pipeline = null,
    string? From = null,
    string? To = null,
    string? Month = null,
    IReadOnlyList<StagePairRequest>? Pairs = null)
{
    /// <summary>1 to 3650; null for no limit; the tenant's own window when left out.</summary>
    public JsonElement WindowDays { get; init; }
}
