using System.Text.Json.Serialization;
using Plumbline.Telemetry;

namespace Plumbline.Reconciliation;

/// <summary>What lies on queue <c>reconciliations</c>. The names are spelled out, so that every host reads them alike.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Run">The run that is to begin or to go on.</param>
/// <param name="TraceParent">The trace it was written in, as W3C Trace Context writes it; null where there was none, or in a message of an older release.</param>
/// <param name="TraceState">What goes with it.</param>
public sealed record ReconciliationMessage(
    [property: JsonPropertyName("tenant")] string Tenant,
    [property: JsonPropertyName("run")] Guid Run,
    [property: JsonPropertyName("traceparent")] string? TraceParent = null,
    [property: JsonPropertyName("tracestate")] string? TraceState = null)
{
    [JsonIgnore]
    internal TraceContext Trace => new(TraceParent, TraceState);
}
