using System.Text.Json.Serialization;

namespace Plumbline.Reconciliation;

/// <summary>What lies on queue <c>reconciliations</c>. The names are spelled out, so that every host reads them alike.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Run">The run that is to begin or to go on.</param>
public sealed record ReconciliationMessage(
    [property: JsonPropertyName("tenant")] string Tenant,
    [property: JsonPropertyName("run")] Guid Run);
