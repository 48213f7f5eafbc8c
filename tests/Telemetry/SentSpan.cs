namespace Plumbline.Tests.Telemetry;

/// <summary>A span as a collector receives it.</summary>
/// <param name="Kind">2 server, 3 client, 4 producer, 5 consumer.</param>
/// <param name="Links">The traces it is linked to.</param>
internal sealed record SentSpan(
    string Scope, string Name, int Kind, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links);
