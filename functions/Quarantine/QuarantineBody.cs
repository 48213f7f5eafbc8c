using System.Text.Json.Nodes;

namespace Plumbline.Quarantines;

/// <summary>The bytes of a delivery as they are shown.</summary>
/// <param name="Sha256">Of the exact bytes, in hex; it stays when they are erased.</param>
/// <param name="Bytes">How many they are; left out once erased.</param>
/// <param name="ErasedAt">When they were erased.</param>
/// <param name="Redacted">Their JSON with every value masked that could be personal; left out where they are no JSON.</param>
/// <param name="Text">Revealed: the bytes as text.</param>
/// <param name="Base64">Revealed, where they are not UTF-8.</param>
public sealed record QuarantineBody(
    string Sha256, int? Bytes = null, DateTimeOffset? ErasedAt = null, JsonNode? Redacted = null, string? Text = null, string? Base64 = null);
