using System.Text.Json.Serialization;
using Plumbline.Telemetry;

namespace Plumbline.Digest;

/// <summary>What lies on queue <c>digests</c>. The names are spelled out, so that every host reads them alike.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Month">yyyy-MM.</param>
/// <param name="RequestedAt">Which request it is of; null in a message of an older release.</param>
/// <param name="TraceParent">The trace it was written in, as W3C Trace Context writes it; null where there was none, or in a message of an older release.</param>
/// <param name="TraceState">What goes with it.</param>
public sealed record DigestMessage(
    [property: JsonPropertyName("tenant")] string Tenant,
    [property: JsonPropertyName("month")] string Month,
    [property: JsonPropertyName("revision")] int Revision,
    [property: JsonPropertyName("requestedAt")] DateTimeOffset? RequestedAt = null,
    [property: JsonPropertyName("traceparent")] string? TraceParent = null,
    [property: JsonPropertyName("tracestate")] string? TraceState = null)
{
    [JsonIgnore]
    internal TraceContext Trace => new(TraceParent, TraceState);

    internal DigestMessage In(TraceContext trace) => this with { TraceParent = trace.Parent, TraceState = trace.State };
}
