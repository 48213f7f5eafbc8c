using System.Text.Json;

namespace Plumbline.Reconciliation.Sources;

/// <param name="Json">The whole body, a JSON object.</param>
/// <param name="Date">The source's own clock, by its Date header; null where it says none.</param>
internal sealed record SourceAnswer(JsonElement Json, DateTimeOffset? Date);
