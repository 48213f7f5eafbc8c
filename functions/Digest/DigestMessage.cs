using System.Text.Json.Serialization;

namespace Plumbline.Digest;

/// <summary>What lies on queue <c>digests</c>. The names are spelled out, so that every host reads them alike.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Month">yyyy-MM.</param>
/// <param name="RequestedAt">Which request it is of; null in a message of an older release.</param>
public sealed record DigestMessage(
    [property: JsonPropertyName("tenant")] string Tenant,
    [property: JsonPropertyName("month")] string Month,
    [property: JsonPropertyName("revision")] int Revision,
    [property: JsonPropertyName("requestedAt")] DateTimeOffset? RequestedAt = null);
